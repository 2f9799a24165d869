using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Holders;

/// <summary>Types in source whose dispose has an empty body, because an interface or a base type asks for one: there is nothing to free.</summary>
internal static class EmptyEnd
{
    /// <summary>Whatever the store may hold is of such a type.</summary>
    public static bool HaveAll(Holder holder, Store store)
    {
        if (store.Payload is not { HasEntry: false, Resource: { } resource })
            return false;
        if (resource is INamedTypeSymbol { IsSealed: true } && (Has(holder, resource) || NothingToFree.Ever(holder, resource)))
            return true;
        var made = new List<ITypeSymbol>();
        foreach (var access in store.Accesses)
        {
            if (!access.Inserts && access.Contents == null || access.Inserted is { IsNull: true })
                continue;
            if (access.Inserted is { Kind: ValueKind.Store, Type: INamedTypeSymbol { TypeKind: TypeKind.Class } kept } && Has(holder, kept))
            {
                made.Add(kept);
                continue;
            }

            if (access.Inserts && (holder.Ownership.Origins.OfInsertion(access) & ~(Origin.Created | Origin.Inert | Origin.Null)) != 0)
                return false;
            var types = holder.Ownership.Origins.CreatedTypes(access).ToList();
            if (types.Count == 0)
                return false;
            made.AddRange(types);
        }

        return made.Count > 0 && made.TrueForAll(t => Has(holder, t) || NothingToFree.Ever(holder, t) || Inert.EndsNothing(holder, t));
    }

    public static bool Has(Holder holder, ITypeSymbol type)
    {
        var found = false;
        var replaces = false;
        if (type is not INamedTypeSymbol named || !IsAsked(named) && !DoesMuch(named))
            return false;
        for (INamedTypeSymbol? at = named; at is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) }; at = at.BaseType)
        {
            if (!StoreScope.IsInSource(at))
                return found && (replaces || !holder.Catalog.IsResource(at));
            foreach (var member in at.OriginalDefinition.GetMembers())
            {
                if (member is not IMethodSymbol { IsAbstract: false, MethodKind: not MethodKind.Destructor } method || !Closing.IsClosing(method) || !Closing.IsDispose(method))
                    continue;
                if (!CallsNothingElse(method, holder.Cancellation) || holder.WrittenFactsOf(method) is not { } facts || !IsEmpty(holder, facts) || TellsLoop(named, facts, holder.Cancellation))
                    return false;
                found = true;
                // The base type's Dispose() calls it, and the base's own is not called from it.
                replaces |= method is { IsOverride: true, Parameters.Length: 1 } && facts.Calls.Count == 0;
            }
        }

        return found;
    }

    /// <summary>void Dispose() => Discard(): who has called that has done what Dispose does.</summary>
    public static bool IsAllOfIt(Holder holder, IMethodSymbol method)
    {
        if (method.MethodKind != MethodKind.Ordinary || method.IsStatic || !method.Parameters.IsEmpty || !StoreScope.IsInSource(method.ContainingType))
            return false;
        foreach (var member in method.ContainingType.OriginalDefinition.GetMembers("Dispose"))
        {
            if (member is IMethodSymbol { IsAbstract: false, Parameters.IsEmpty: true } dispose && holder.WrittenFactsOf(dispose) is { IsTruncated: false, Bodies.Count: 1 } facts
                && facts.Disposals.Count == 0 && facts.Accesses.Count == 0 && facts.Assigns.Count == 0 && facts.Starts.Count == 0
                && facts.Calls.Exists(c => c.Receiver is { Kind: ValueKind.This } && SymbolEqualityComparer.Default.Equals(c.Target, method.OriginalDefinition)) && facts.Calls.TrueForAll(c => c.Target is { Name: "SuppressFinalize" } || SymbolEqualityComparer.Default.Equals(c.Target, method.OriginalDefinition)))
                return true;
        }

        return false;
    }

    /// <summary>A base type or an interface has it that way, or the pattern for derived types; a class that is made disposable for nothing stands in for another.</summary>
    private static bool IsAsked(INamedTypeSymbol type) =>
        type.BaseType is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) } || type.Interfaces.Any(i => i.AllInterfaces.Any(a => a.Name is "IDisposable" or "IAsyncDisposable"))
        || type.GetMembers("Dispose").Any(m => m is IMethodSymbol { Parameters: { Length: 1 } parameters, IsVirtual: true } && parameters[0].Type.SpecialType == SpecialType.System_Boolean);

    /// <summary>What stands in for another in an example has little more than its end; a type of a program that does this much means its end as it is.</summary>
    private static bool DoesMuch(INamedTypeSymbol type) => type.GetMembers().Count(m => m is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.PropertyGet, IsAbstract: false, IsImplicitlyDeclared: false }) >= MinMembers;

    private const int MinMembers = 8;

    /// <summary>_stopped = true, and a loop of the type goes on until it sees that: the flag ends something.</summary>
    public static bool TellsLoop(INamedTypeSymbol type, MemberFacts dispose, CancellationToken cancellation)
    {
        var flags = dispose.Accesses.Where(a => a.Access == AccessKind.Overwrite && a.Inserted is { IsTrue: true } or { IsNull: true } && a.Store != null).Select(a => a.Store!.Name).ToList();
        for (INamedTypeSymbol? at = type; flags.Count > 0 && at is { DeclaringSyntaxReferences.IsEmpty: false }; at = at.BaseType)
        {
            if (at.DeclaringSyntaxReferences.Any(r => r.GetSyntax(cancellation).DescendantNodes().Any(n => n is WhileStatementSyntax or DoStatementSyntax && GoesOn(n) || n is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax
                && n.DescendantNodes().Any(m => m is IdentifierNameSyntax name && flags.Contains(name.Identifier.ValueText)) || n is MethodDeclarationSyntax { Identifier.ValueText: not ("Dispose" or "DisposeAsync" or "Close") } && EndsBy(n, flags))))
                return true;
        }

        return false;
    }

    /// <summary>void OnTick() { if (_closed) _file.Dispose(); … }: who sees the flag ends something.</summary>
    private static bool EndsBy(SyntaxNode method, List<string> flags) => method.DescendantNodes().Any(m => m is IfStatementSyntax { Condition: var asked } test && asked.DescendantNodesAndSelf().Any(i => i is IdentifierNameSyntax name && flags.Contains(name.Identifier.ValueText))
        && (test.DescendantNodes().Any(IsEnding) || !(IsGuard(test.Statement) && !IsCaught(test)) && method.DescendantNodes().Any(n => n.SpanStart > test.SpanStart && IsEnding(n))));

    /// <summary>throw new ObjectDisposedException(…): who comes too late is told so, and nothing ends.</summary>
    private static bool IsGuard(StatementSyntax then) => then is ThrowStatementSyntax || then is BlockSyntax { Statements: { Count: 1 } only } && only[0] is ThrowStatementSyntax;

    /// <summary>The throw comes to a catch or finally clause of the same method that ends something.</summary>
    private static bool IsCaught(SyntaxNode node) => node.Ancestors().OfType<TryStatementSyntax>().Any(t => t.Block.Span.Contains(node.Span) && (t.Catches.Any(c => c.DescendantNodes().Any(IsEnding)) || t.Finally?.DescendantNodes().Any(IsEnding) == true));

    private static bool IsEnding(SyntaxNode node) => node is InvocationExpressionSyntax call && NameOf(call.Expression) is "Dispose" or "DisposeAsync" or "Close" or "Stop" or "Cancel" or "Delay" or "Change";

    /// <summary>It does something on each turn, and does not only follow its own data.</summary>
    private static bool GoesOn(SyntaxNode loop) => loop.DescendantNodes().Any(n => n is AwaitExpressionSyntax or InvocationExpressionSyntax) || (loop is WhileStatementSyntax { Condition: var head } ? head : ((DoStatementSyntax)loop).Condition) is LiteralExpressionSyntax;

    /// <summary>Told from the text: most bodies call something that no empty one does, and need not be bound for that.</summary>
    private static bool CallsNothingElse(IMethodSymbol method, CancellationToken cancellation)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax(cancellation).DescendantNodes())
            {
                if (node is ObjectCreationExpressionSyntax or ThrowStatementSyntax or ThrowExpressionSyntax)
                    return false;
                if (node is InvocationExpressionSyntax call && NameOf(call.Expression) is { } name && name is not ("SuppressFinalize" or "Clear" or "Assert" or "Wait" or "GetAwaiter" or "GetResult") && name.IndexOf("Dispose", StringComparison.Ordinal) < 0 && name.IndexOf("Disposing", StringComparison.Ordinal) < 0)
                    return false;
            }
        }

        return true;
    }

    private static string? NameOf(ExpressionSyntax callee) => callee switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        _ => null,
    };

    private static bool IsEmpty(Holder holder, MemberFacts facts) =>
        !facts.IsTruncated && facts.Bodies.Count == 1 && facts.Disposals.TrueForAll(d => IsOfEmpty(holder, d.Operand)) && facts.Accesses.TrueForAll(a => a.Access == AccessKind.Read || OnlyForgets(holder, a)) && facts.Assigns.TrueForAll(a => a.Target != AssignTarget.Out && a.Value.IsNull) && facts.Starts.Count == 0 && facts.Registers.Count == 0 && facts.Throws.Count == 0
        && facts.Calls.TrueForAll(c => c.Target is { Name: "SuppressFinalize" or "Assert" } || IsOfOwnEnd(c) || c is { Receiver: null or { Kind: ValueKind.This }, Target: { IsStatic: false } target } && Closing.IsDispose(target) || facts.Disposals.Exists(d => d.Syntax == c.Syntax || d.Syntax.Contains(c.Syntax)));

    /// <summary>DisposeAsync().Wait(), where that end is asked for itself; Task.CompletedTask.</summary>
    private static bool IsOfOwnEnd(CallNode call) => call.Target is { Name: "Wait" or "GetAwaiter" or "GetResult" or "get_CompletedTask" } && (call.Receiver is null or { Kind: ValueKind.Member, Symbol.Name: "CompletedTask" } || call.Receiver is { Kind: ValueKind.Result, Call: { Target: { } asked } inner } && (Closing.IsDispose(asked) || IsOfOwnEnd(inner)));

    /// <summary>_pointer.Dispose(), of a class that no other derives from, and whose own end is empty.</summary>
    private static bool IsOfEmpty(Holder holder, Value part) => part is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Type: INamedTypeSymbol { TypeKind: TypeKind.Class } type } && (type.IsSealed || !type.GetMembers("Dispose").Any(m => m.IsVirtual || m.IsOverride))
        && !SymbolEqualityComparer.Default.Equals(type, part.Symbol?.ContainingType) && Has(holder, type);

    /// <summary>_handlers = null, _names.Clear(): managed objects that hold nothing are let go, which the collector would see to as well.</summary>
    private static bool OnlyForgets(Holder holder, AccessNode access)
    {
        // if (_isDisposed) return; _isDisposed = true;
        if (access.Target.Type?.SpecialType == SpecialType.System_Boolean && access.Store is { IsStatic: false } && access.Target.A is null or { Kind: ValueKind.This } && (access.Access == AccessKind.Read || access.Access == AccessKind.Overwrite && access.Inserted is { IsTrue: true }))
            return true;
        if (access.Store is not { IsStatic: false } || access.Target.A is { Kind: not ValueKind.This } || access.Target.Type is not { } type || holder.Catalog.PayloadOf(type) is { IsResource: true } or { MaybeResource: true })
            return false;
        return access.Access is AccessKind.Overwrite or AccessKind.Replace && access.Inserted is { IsNull: true } || access.Access == AccessKind.Clear;
    }
}
