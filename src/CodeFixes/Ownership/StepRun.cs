using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using LeakGuard.CodeFixes.Synthesis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>The statements that a closing member runs, as far as an exception leaves them together: its body, or a try with a catch.</summary>
internal sealed class StepRun
{
    private static readonly ConditionalWeakTable<SyntaxEditor, Dictionary<BlockSyntax, (string Failures, string Failure)>> Collecting = new();

    private readonly BlockSyntax block;
    private string? knownFailures;
    private string? knownFailure;

    private StepRun(BlockSyntax block, StatementSyntax outer, StatementSyntax last)
    {
        this.block = block;
        Outer = outer;
        Last = last;
    }

    /// <summary>The statement of the run in which the loop stands.</summary>
    public StatementSyntax Outer { get; }

    /// <summary>The last statement. A return is one that runs nothing.</summary>
    public StatementSyntax Last { get; }

    /// <summary>
    /// The local that collects what fails, to be thrown at the end, and the name of an exception in a catch: those that are there already,
    /// or that another fix puts there in the same round.
    /// </summary>
    /// <returns>True when there is no such local yet.</returns>
    public bool Collect(SyntaxEditor editor, Names names, out string failures, out string failure)
    {
        var known = Collecting.GetOrCreateValue(editor);
        var isFirst = knownFailures == null && !known.ContainsKey(block);
        if (!known.TryGetValue(block, out var pair))
            known[block] = pair = (knownFailures ?? names.Free("failures"), knownFailure ?? names.Free("failure"));
        (failures, failure) = pair;
        return isFirst;
    }

    /// <summary>Null where the end of the run is not reached from the loop, or runs cleanup in a return.</summary>
    public static StepRun? Of(StatementSyntax loop, StatementSyntax step, SemanticModel model)
    {
        if (Place.FunctionOf(step) is not BaseMethodDeclarationSyntax { Body: { } body })
            return null;
        var block = loop.Ancestors().OfType<BlockSyntax>().First(b => b == body || b.Parent is CatchClauseSyntax or FinallyClauseSyntax || b.Parent is TryStatementSyntax { Catches.Count: > 0 });
        if (block != body && block.Ancestors().TakeWhile(a => a != body).Any(a => a is CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax))
            return null;
        var outer = block.Statements.First(s => s.Span.Contains(loop.Span));
        var last = block.Statements.Last();
        if (last is ReturnStatementSyntax { Expression: { } result } ? !RunsNothing(result) : last is not ReturnStatementSyntax && OutcomeCode.Exits(last))
            return null;
        if (block.DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(n => n != last && n.SpanStart > outer.SpanStart && n is ReturnStatementSyntax or YieldStatementSyntax or GotoStatementSyntax))
            return null;
        var run = new StepRun(block, outer, last);
        return run.FindFailures(model) ? run : null;
    }

    /// <summary>False when what fails is collected, but not from here on.</summary>
    private bool FindFailures(SemanticModel model)
    {
        foreach (var test in block.Statements.OfType<IfStatementSyntax>())
        {
            if (test.Statement.DescendantNodesAndSelf().OfType<ThrowStatementSyntax>().FirstOrDefault()?.Expression is not ObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } thrown
                || model.GetTypeInfo(thrown).Type?.Name != "AggregateException" || arguments[0].Expression is not IdentifierNameSyntax name || model.GetSymbolInfo(name).Symbol is not ILocalSymbol { Type.Name: "List" } local)
                continue;
            if (local.DeclaringSyntaxReferences[0].Span.Start > Outer.SpanStart || test.SpanStart < Outer.Span.End)
                return false;
            knownFailures = local.Name;
            knownFailure = block.DescendantNodes().OfType<CatchClauseSyntax>().FirstOrDefault(c => c.Declaration is { Identifier.ValueText.Length: > 0 } && c.Block.ToString().Contains(local.Name + ".Add(" + c.Declaration.Identifier.ValueText))?.Declaration!.Identifier.ValueText;
            return IsCreated(local) && local.Type is INamedTypeSymbol { TypeArguments: { Length: 1 } entries } && entries[0].Name == "Exception";
        }

        return true;
    }

    private static bool IsCreated(ILocalSymbol local) =>
        local.DeclaringSyntaxReferences[0].GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax };

    private static bool RunsNothing(ExpressionSyntax result) =>
        !result.DescendantNodesAndSelf().Any(n => n is InvocationExpressionSyntax or AwaitExpressionSyntax or ObjectCreationExpressionSyntax or AssignmentExpressionSyntax);
}
