using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Holders;

/// <summary>
/// An inert holder: a disposable type in source whose construction acquires nothing and starts nothing, because it fills itself later.
/// Losing a fresh one loses nothing.
/// </summary>
internal static partial class Inert
{
    public static bool IsInert(Holder holder, ITypeSymbol type) => Construction(holder, type) is { Acquires: false, FillsLater: true };

    /// <summary>The object made here is inert, whatever other constructors of its type do.</summary>
    public static bool IsInert(Holder holder, Value created) =>
        created is { Kind: ValueKind.Created, Type: { } type } && Construction(holder, type, created.Symbol) is { Acquires: false, FillsLater: true };

    /// <summary>A type in source whose construction acquires nothing and starts nothing, whether it fills itself later or not.</summary>
    public static bool AcquiresNothing(Holder holder, ITypeSymbol type) => !Construction(holder, type).Acquires;

    private static (bool Acquires, bool FillsLater) Construction(Holder holder, ITypeSymbol type, ISymbol? by = null, int depth = 0)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } named || !named.Locations.Any(l => l.IsInSource))
            return (true, false);
        var fillsLater = false;
        for (INamedTypeSymbol? at = named; at != null && at.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType); at = at.BaseType)
        {
            if (IsPlainBase(holder, at))
                break;
            if (!at.Locations.Any(l => l.IsInSource))
                return (true, false);
            fillsLater |= Contents.AreAllThatEnds(holder, at);
            foreach (var member in at.OriginalDefinition.GetMembers())
            {
                if (member is IFieldSymbol { IsStatic: false } field && (holder.Catalog.PayloadOf(field.Type) is { IsResource: true } or { MaybeResource: true } || holder.Catalog.Of(field.Type).Has(TypeTraits.DisposeOptional | TypeTraits.Semaphore) || holder.Catalog.Of(field.Type).Has(TypeTraits.Lazy)))
                    fillsLater = true;
                if (by != null && SymbolEqualityComparer.Default.Equals(at, named) && member is IMethodSymbol { MethodKind: MethodKind.Constructor } && !SymbolEqualityComparer.Default.Equals(member, by))
                    continue;
                if (member is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor && constructor.Parameters.Any(p => MayTakeOver(holder, at, p)))
                    return (true, false);
                if (member.IsStatic || member is not (IFieldSymbol or IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Constructor }))
                    continue;
                var facts = holder.WrittenFactsOf(member);
                if (facts != null && Acquires(holder, facts, depth))
                    return (true, false);
            }
        }

        return (false, fillsLater);
    }

    /// <summary>The constructor gets a resource that the type may end then: one of that type or like it is ended somewhere in it. A lazy has made nothing yet.</summary>
    private static bool MayTakeOver(Holder holder, INamedTypeSymbol type, IParameterSymbol parameter)
    {
        if (holder.Catalog.PayloadOf(parameter.Type) is not { IsResource: true, Resource: { } resource } payload)
            return false;
        if (payload.Steps.Contains(PayloadStep.Lazy))
            return type.DeclaringSyntaxReferences.Any(r => r.GetSyntax(holder.Cancellation).DescendantNodes().OfType<MemberAccessExpressionSyntax>().Any(m => m.Name.Identifier.ValueText == "Value" && m.Expression is IdentifierNameSyntax asked && asked.Identifier.ValueText == parameter.Name));
        foreach (var member in type.OriginalDefinition.GetMembers())
        {
            if (member is not IMethodSymbol { IsAbstract: false } method || holder.WrittenFactsOf(method) is not { } facts)
                continue;
            if (facts.IsTruncated || facts.Disposals.Exists(d => d.Operand.Type is not { } ended || IsLike(ended, resource)))
                return true;
            if (Closing.IsClosing(method) && facts.Calls.Exists(c => c.Arguments.Length > 0 && System.Array.Exists(c.Arguments, a => a.Type is { } passed && IsLike(passed, resource))))
                return true;
        }

        return false;
    }

    private static bool IsLike(ITypeSymbol ended, ITypeSymbol resource) => ended.SpecialType is SpecialType.System_Object or SpecialType.System_IDisposable || ended.Name is "IDisposable" or "IAsyncDisposable" || Entries.Derives(ended, resource) || Entries.Derives(resource, ended);

    /// <summary>A type in source whose only disposable parts are token sources that it makes itself, and that starts nothing: nothing is lost with it.</summary>
    public static bool HoldsOnlyTokens(Holder holder, ITypeSymbol type)
    {
        if (!IsInert(holder, type))
            return false;
        for (var at = type as INamedTypeSymbol; at != null && at.SpecialType != SpecialType.System_Object; at = at.BaseType)
        {
            foreach (var member in at.OriginalDefinition.GetMembers())
            {
                if (member is IFieldSymbol { IsStatic: false } field && holder.Catalog.PayloadOf(field.Type) is { Resource: { } resource } && !holder.Catalog.Of(resource).Has(TypeTraits.ConditionalResource)
                    || member is IMethodSymbol method && holder.WrittenFactsOf(method) is { } facts && (facts.Starts.Count > 0 || facts.Registers.Count > 0))
                    return false;
            }
        }

        return true;
    }

    /// <summary>A base type of another assembly that cannot be disposed: what the type frees, it has from itself.</summary>
    private static bool IsPlainBase(Holder holder, INamedTypeSymbol type) => !type.Locations.Any(l => l.IsInSource) && !holder.Catalog.IsResource(type);

    /// <summary>A part of a type in source that acquires nothing itself when it is made.</summary>
    private static bool IsInertPart(Holder holder, ITypeSymbol type, int depth) => depth < 2 && StoreScope.IsInSource(type.OriginalDefinition) && Construction(holder, type, depth: depth + 1) is { Acquires: false, FillsLater: true };

    private static readonly string[] PlainTypes = { "TimeSpan", "DateTime", "DateTimeOffset", "Guid", "Math", "MathF", "Convert", "BitConverter", "HashCode", "Path", "Uri", "Encoding", "StringComparer", "Nullable", "IPAddress" };

    /// <summary>TimeSpan.FromSeconds(30), text.Trim(): what only reckons with what it gets; an enumerator may open a file.</summary>
    private static bool IsOfPlainType(IMethodSymbol target) => !StoreScope.IsInSource(target) && (target.ContainingType.SpecialType is >= SpecialType.System_Enum and <= SpecialType.System_Array or SpecialType.System_Nullable_T or SpecialType.System_DateTime || System.Array.IndexOf(PlainTypes, target.ContainingType.Name) >= 0);

    private static bool Acquires(Holder holder, MemberFacts facts, int depth)
    {
        if (facts.Starts.Count > 0 || facts.Registers.Count > 0 || facts.IsTruncated)
            return true;
        foreach (var access in facts.Accesses)
        {
            if (access.Inserted is { Kind: ValueKind.Created } created && holder.Catalog.IsResource(created.Type) && !holder.Catalog.Of(created.Type).Has(TypeTraits.ConditionalResource) && !IsInertPart(holder, created.Type!, depth))
                return true;
        }

        foreach (var call in facts.Calls)
        {
            if (call.IsCreation && holder.Catalog.IsResource(call.Target?.ContainingType) && !holder.Catalog.Of(call.Target!.ContainingType).Has(TypeTraits.ConditionalResource) && !IsInertPart(holder, call.Target.ContainingType, depth))
                return true;
            if (call.Body.Enclosing != null && !call.Body.RunsInline || call.Info is { Factory: FactoryKind.Borrows } || call.Target?.Name is "GetService" or "GetRequiredService")
                continue;
            if (call.IsCreation || call.Target is not { } target || target is { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: true, Parameters.Length: 0, ContainingType.IsValueType: true } || target is { MethodKind: MethodKind.Constructor } && IsPlainBase(holder, target.ContainingType) || call.Info is { Role: MethodRole.Inert or MethodRole.ThrowIf or MethodRole.Reader } || target is { ContainingType.Name: "Channel", ContainingNamespace.Name: "Channels" } || IsOfPlainType(target))
                continue;
            // What is async has begun, and goes on by itself.
            if (depth > 2 || target.IsAsync || holder.FactsOf(target) is not { } callee || Acquires(holder, callee, depth + 1))
                return true;
        }

        return false;
    }
}
