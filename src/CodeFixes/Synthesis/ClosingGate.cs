using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>
/// A new lock for a store that is drained without one. The drainer sets the closed flag, a new one too, under it before it drains: what
/// tests the flag under the lock comes before the drain, or not at all.
/// </summary>
internal sealed class ClosingGate
{
    private readonly MethodDeclarationSyntax drainer;
    private readonly StatementSyntax? set;

    private ClosingGate(Gate gate, string test, MethodDeclarationSyntax drainer, StatementSyntax? set)
    {
        Gate = gate;
        Test = test;
        this.drainer = drainer;
        this.set = set;
    }

    public Gate Gate { get; }

    /// <summary>What is true once the holder is closed.</summary>
    public string Test { get; }

    /// <param name="request">The finding.</param>
    /// <param name="uses">The store.</param>
    /// <param name="drainer">The one member that drains it.</param>
    /// <param name="flag">The flag that the drainer sets; null when there is none.</param>
    public static ClosingGate? Of(FixRequest request, StoreUses uses, MethodDeclarationSyntax drainer, string? flag)
    {
        if (drainer.Parent != uses.Type || drainer.Body == null && (drainer.ExpressionBody == null || flag != null) || !ClosedFlag.IsTerminal(request, drainer, uses.Type)
            || uses.All.FirstOrDefault(u => drainer.Span.Contains(u.Span)) is not { } drained || LockCode.New(request, uses) is not { } gate)
            return null;
        if (flag == null)
            return new ClosingGate(gate, ClosedFlag.FreeName(request, uses), drainer, null);
        var set = drainer.Body!.Statements.FirstOrDefault(s => s.SpanStart < drained.SpanStart && s is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Right: LiteralExpressionSyntax { Token.Value: true } } assigned } && ClosedFlag.NameOf(assigned.Left) == flag);
        return set != null ? new ClosingGate(gate, flag, drainer, set) : null;
    }

    public void Write(DocumentEditor editor, FixRequest request, StoreUses uses)
    {
        if (set != null)
            Statements.Replace(editor, set, current => [Statements.Fresh(LockCode.Lock(Gate, [current]))]);
        else
            editor.ReplaceNode(drainer, (node, _) => Closed(editor, (MethodDeclarationSyntax)node, request.Model.GetDeclaredSymbol(drainer, request.Cancellation)!));
        if (set == null)
            FieldCode.AddBehind(editor, uses, Test, $"private bool {Test};");
        LockCode.AddField(editor, request, uses, Gate);
    }

    /// <summary>The flag first. Once, however many stores ask for it.</summary>
    private MethodDeclarationSyntax Closed(DocumentEditor editor, MethodDeclarationSyntax current, IMethodSymbol symbol)
    {
        var first = Statements.LineEnds(editor, Statements.Fresh(LockCode.Lock(Gate, [Statements.ParseOne($"{Test} = true;")])));
        if (current.DescendantNodes().OfType<LockStatementSyntax>().Any(l => l.Expression.ToString() == Gate.Name))
            return current;
        var added = SyntaxFactory.SingletonList<StatementSyntax>(first);
        var method = ClosingBody.WithBlock(current, symbol);
        return ClosingShape.Of(symbol) == ClosingKind.DisposeBool ? ClosingBody.AddToDisposing(method, symbol.Parameters[0].Name, added, isFirst: true) : ClosingBody.Add(method, added, isFirst: true);
    }
}
