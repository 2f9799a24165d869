using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>The flag that says a holder is closed: the one it has, when it is set before the drain, or a new one that the drain's lock guards.</summary>
internal sealed class ClosedFlag
{
    private readonly LockStatementSyntax? section;

    private ClosedFlag(string test, LockStatementSyntax? section)
    {
        Test = test;
        this.section = section;
    }

    /// <summary>What is true once the holder is closed.</summary>
    public string Test { get; }

    public bool IsNew => section != null;

    public static ClosedFlag? Of(FixRequest request, StoreUses uses, MethodDeclarationSyntax drainer, string gate, string? flag)
    {
        var drained = uses.All.Where(u => drainer.Span.Contains(u.Span)).ToList();
        if (drained.Count == 0)
            return null;
        var sections = drained.Select(u => SectionOf(u, gate)).Distinct().ToList();
        if (sections.Count != 1 || sections[0] is not { } section)
            return null;
        return flag != null ? Existing(request, uses.Type, drainer, section, flag)
            : section.Statement is BlockSyntax && IsTerminal(request, drainer, uses.Type) ? new ClosedFlag(FreeName(request, uses), section) : null;
    }

    /// <summary>The lock statement on the gate, around a node of the same function.</summary>
    public static LockStatementSyntax? SectionOf(SyntaxNode node, string gate) => node.Ancestors()
        .TakeWhile(a => a is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .OfType<LockStatementSyntax>().LastOrDefault(l => NameOf(l.Expression) == gate);

    /// <summary>Declares a new flag and sets it first thing under the lock of the drain. Once, however many insertions ask for it.</summary>
    public void Write(DocumentEditor editor, StoreUses uses)
    {
        if (section == null)
            return;
        var set = Statements.ParseOne($"{Test} = true;");
        editor.ReplaceNode(section, (node, _) =>
        {
            var current = (LockStatementSyntax)node;
            var block = (BlockSyntax)current.Statement;
            return block.Statements.Any(s => SyntaxFactory.AreEquivalent(s, set)) ? current : current.WithStatement(Statements.LineEnds(editor, Statements.Prepend(block, [set])));
        });
        FieldCode.AddBehind(editor, uses, Test, $"private bool {Test};");
    }

    private static ClosedFlag? Existing(FixRequest request, TypeDeclarationSyntax type, MethodDeclarationSyntax drainer, LockStatementSyntax section, string flag)
    {
        var symbol = request.Model.LookupSymbols(request.Node.SpanStart, name: flag) is { Length: 1 } found && found[0] is IFieldSymbol field ? field : null;
        var test = symbol == null ? null : symbol.Type.SpecialType == SpecialType.System_Boolean ? flag : symbol.Type.Name == "CancellationTokenSource" ? flag + ".IsCancellationRequested" : null;
        return test != null && IsSetBefore(request, drainer, section, symbol!, type) ? new ClosedFlag(test, null) : null;
    }

    /// <summary>Set to true (or cancelled) in the drainer before the drain or with it under the lock, or before somebody calls the drainer.</summary>
    private static bool IsSetBefore(FixRequest request, MethodDeclarationSyntax drainer, LockStatementSyntax section, ISymbol flag, TypeDeclarationSyntax type)
    {
        var writes = type.DescendantNodes().OfType<IdentifierNameSyntax>().Where(i => i.Identifier.ValueText == flag.Name && IsSet(i)
            && SymbolEqualityComparer.Default.Equals(request.Model.GetSymbolInfo(i).Symbol, flag)).ToList();
        return writes.Exists(w => drainer.Span.Contains(w.Span) && (w.SpanStart < section.SpanStart || section.Span.Contains(w.Span)))
            || writes.Exists(w => w.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } caller && caller != drainer
                && caller.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(c => NameOf(c.Expression) == drainer.Identifier.ValueText && c.SpanStart > w.SpanStart));
    }

    private static bool IsSet(IdentifierNameSyntax use)
    {
        var whole = StoreUses.Whole(use);
        return whole.Parent is AssignmentExpressionSyntax { Right: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression } } assignment && assignment.Left == whole
            || whole.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Cancel" } access && access.Expression == whole
            || whole.Parent is ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword, Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Exchange" } } };
    }

    /// <summary>Nothing opens the holder again.</summary>
    public static bool IsTerminal(FixRequest request, MethodDeclarationSyntax drainer, TypeDeclarationSyntax type)
    {
        var name = drainer.Identifier.ValueText;
        if (name.StartsWith("Stop", System.StringComparison.Ordinal) || name.StartsWith("OnDeactivate", System.StringComparison.Ordinal) || name.StartsWith("TearDown", System.StringComparison.OrdinalIgnoreCase))
            return false;
        if (request.Model.GetDeclaredSymbol(type) is not { TypeKind: TypeKind.Class } symbol)
            return false;
        return name.StartsWith("Dispose", System.StringComparison.Ordinal)
            || !symbol.GetMembers().OfType<IMethodSymbol>().Any(m => m.Name is "Start" or "StartAsync" or "Restart" or "Reopen" or "Open" or "OpenAsync" or "Init" or "Initialize" or "Reset"
                && m.Parameters.All(p => p.Type.Name == "CancellationToken"));
    }

    /// <summary>The name of a field, with this or its type before it or not.</summary>
    public static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or IdentifierNameSyntax } access => access.Name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>A name for a new flag.</summary>
    public static string FreeName(FixRequest request, StoreUses uses) => FieldCode.FreeName(uses, "closed", "isClosed", "closedNow", "closed1");
}
