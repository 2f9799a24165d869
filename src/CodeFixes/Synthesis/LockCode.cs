using System.Collections.Generic;
using System.Linq;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>The lock that a fix takes: one that is there, or a new field.</summary>
internal sealed class Gate
{
    public Gate(string name, string? newType)
    {
        Name = name;
        NewType = newType;
    }

    public string Name { get; }

    /// <summary>The type of the field to add; null when the lock is there.</summary>
    public string? NewType { get; }

    public bool IsNew => NewType != null;
}

/// <summary>Writes locks.</summary>
internal static class LockCode
{
    /// <summary>The lock by that name, when it can be taken by a lock statement at the place.</summary>
    public static Gate? Existing(FixRequest request, string name, ISymbol store)
    {
        var found = request.Model.LookupSymbols(request.Node.SpanStart, name: name);
        if (found.Length != 1 || found[0] is not (IFieldSymbol or IPropertySymbol) || store.IsStatic && !found[0].IsStatic)
            return null;
        var type = found[0] is IFieldSymbol field ? field.Type : ((IPropertySymbol)found[0]).Type;
        return type.IsReferenceType && !IsOtherLock(type) && IsReachable(request, found[0]) ? new Gate(name, null) : null;
    }

    /// <summary>A new lock field beside the store; null where the type cannot have one.</summary>
    public static Gate? New(FixRequest request, StoreUses uses)
    {
        if (request.Model.GetDeclaredSymbol(uses.Type, request.Cancellation) is not { IsValueType: false, TypeKind: TypeKind.Class } type || uses.Declaration is not VariableDeclaratorSyntax)
            return null;
        var hasLock = request.LanguageVersion >= LanguageVersion.CSharp13
            && request.Model.Compilation.GetTypesByMetadataName("System.Threading.Lock").Any(t => request.Model.Compilation.IsSymbolAccessibleWithin(t, type));
        return new Gate(FieldCode.FreeName(uses, "gate", "lock", "sync", "gate1", "gate2"), hasLock ? "global::System.Threading.Lock" : "object");
    }

    /// <summary>Adds the field of a new gate behind the field of the store, once.</summary>
    public static void AddField(DocumentEditor editor, FixRequest request, StoreUses uses, Gate gate)
    {
        if (gate.NewType == null)
            return;
        var initializer = request.LanguageVersion >= LanguageVersion.CSharp9 ? "new()" : "new " + gate.NewType + "()";
        FieldCode.AddBehind(editor, uses, gate.Name, $"private {(uses.Store.IsStatic ? "static " : string.Empty)}readonly {gate.NewType} {gate.Name} = {initializer};");
    }

    public static LockStatementSyntax Lock(Gate gate, IEnumerable<StatementSyntax> statements) =>
        LockStatement(IdentifierName(gate.Name), Block(statements)).WithAdditionalAnnotations(Formatter.Annotation);

    private static bool IsOtherLock(ITypeSymbol type) =>
        type.Name is "SemaphoreSlim" or "ReaderWriterLockSlim" or "ReaderWriterLock" or "AsyncLock" or "AsyncReaderWriterLock" || type.Name.EndsWith("Mutex", System.StringComparison.Ordinal)
        || type.BaseType?.Name == "WaitHandle" || type.SpecialType == SpecialType.System_String;

    /// <summary>No instance is at hand in a static member.</summary>
    private static bool IsReachable(FixRequest request, ISymbol gate)
    {
        if (gate.IsStatic)
            return true;
        for (var at = request.Model.GetEnclosingSymbol(request.Node.SpanStart, request.Cancellation); at is IMethodSymbol method; at = at.ContainingSymbol)
        {
            if (method.IsStatic)
                return false;
        }

        return true;
    }
}
