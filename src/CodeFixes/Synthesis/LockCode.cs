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
        var taken = new HashSet<string>(request.Root.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText));
        foreach (var member in type.GetMembers())
            taken.Add(member.Name);
        var hasLock = request.LanguageVersion >= LanguageVersion.CSharp13
            && request.Model.Compilation.GetTypesByMetadataName("System.Threading.Lock").Any(t => request.Model.Compilation.IsSymbolAccessibleWithin(t, type));
        return new Gate(FreeName(uses.Store.Name, taken), hasLock ? "global::System.Threading.Lock" : "object");
    }

    /// <summary>Adds the field of a new gate behind the field of the store, once.</summary>
    public static void AddField(DocumentEditor editor, FixRequest request, StoreUses uses, Gate gate)
    {
        if (gate.NewType == null)
            return;
        var anchor = uses.Declaration.FirstAncestorOrSelf<FieldDeclarationSyntax>()!;
        var index = uses.Type.Members.IndexOf(anchor);
        var initializer = request.LanguageVersion >= LanguageVersion.CSharp9 ? "new()" : "new " + gate.NewType + "()";
        var text = $"private {(uses.Store.IsStatic ? "static " : string.Empty)}readonly {gate.NewType} {gate.Name} = {initializer};";
        var field = Statements.Fresh(ParseMemberDeclaration(text)!).WithTrailingTrivia(anchor.GetTrailingTrivia().Where(t => t.IsKind(SyntaxKind.EndOfLineTrivia)).DefaultIfEmpty(ElasticLineFeed));
        editor.ReplaceNode(uses.Type, (node, _) =>
        {
            var current = (TypeDeclarationSyntax)node;
            return current.Members.OfType<FieldDeclarationSyntax>().Any(f => f.Declaration.Variables.Any(v => v.Identifier.ValueText == gate.Name))
                ? current
                : current.WithMembers(current.Members.Insert(index + 1, field));
        });
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

    private static string FreeName(string store, HashSet<string> taken)
    {
        var (prefix, upper) = store.StartsWith("s_", System.StringComparison.Ordinal) ? ("s_", false)
            : store[0] == '_' ? ("_", store.Length > 1 && char.IsUpper(store[1]))
            : (string.Empty, char.IsUpper(store[0]));
        foreach (var word in new[] { "gate", "lock", "sync", "gate1", "gate2", "gate3" })
        {
            var name = prefix + (upper ? char.ToUpperInvariant(word[0]) + word.Substring(1) : word);
            if (!taken.Contains(name) && SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None)
                return name;
        }

        return prefix + store.TrimStart('_') + "Gate";
    }
}
