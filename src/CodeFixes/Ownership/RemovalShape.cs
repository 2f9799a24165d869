using System.Collections.Generic;
using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>What the statement with the removal becomes, by how the removal gives out what it removes.</summary>
/// <param name="removal">The removal.</param>
/// <param name="isDeferred">The dispose comes later, behind the lock.</param>
/// <param name="existing">The local that receives the entry already.</param>
/// <param name="removed">The local, or the list, that takes what is removed.</param>
/// <param name="entry">The local with one entry.</param>
/// <param name="result">A local for what the statement returns.</param>
/// <param name="onEntry">What is done with an entry on the spot; empty when it comes to its local by itself.</param>
/// <param name="atEnd">The code that disposes.</param>
/// <param name="isList">Several entries.</param>
/// <param name="assignsResult">What is returned is kept, to be returned behind the lock.</param>
/// <param name="dispose">How an entry is disposed.</param>
internal sealed class RemovalShape(Removal removal, bool isDeferred, ExistingLocal? existing, string removed, string entry, string result, string onEntry, string atEnd, bool isList, bool assignsResult, DisposeCode dispose)
{
    /// <summary>What is put in front.</summary>
    public List<StatementSyntax> Before { get; set; } = [];

    private string Assigned => onEntry.Length == 0 ? removed : "var " + entry;

    private bool IsDirect => isDeferred && !isList && existing is not { IsUsed: true };

    /// <summary>The statements; null where there is no right form.</summary>
    public IEnumerable<StatementSyntax>? Of(StatementSyntax statement, InvocationExpressionSyntax call)
    {
        var isAlone = statement is ExpressionStatementSyntax { Expression: var expression } && (expression == call || expression is AssignmentExpressionSyntax { Right: var right } && right == call);
        var code = Statements.Parse(onEntry);
        switch (removal.Kind)
        {
            case RemovalKind.Out:
                return ByOutcome(statement, call) ?? (isDeferred || !dispose.AllowsNull || !IsCertain(statement, call) ? null : After(statement.ReplaceNode(call, Called(call)), code));
            case RemovalKind.OutAlways:
                return !isAlone ? null : After(statement.ReplaceNode(call, Called(call)), code);
            case RemovalKind.Result:
                return ByResult(statement, call, code);
            case RemovalKind.ReadBefore when isAlone:
                return isList ? [Statements.ParseOne($"{removed}.Add({removal.Read});"), statement]
                    : isDeferred ? [Statements.ParseOne($"{removed} = {removal.Read};"), statement]
                    : code.Prepend(statement).Prepend(Statements.ParseOne($"var {entry} = {removal.Read};"));
            case RemovalKind.FindBefore:
                return ByFinding(statement, call, isAlone, code);
            case RemovalKind.Instance:
                return isDeferred && assignsResult ? null : OutcomeCode.Put(statement, call, true, code);
            case RemovalKind.Range when isAlone:
                return isDeferred ? [Statements.ParseOne($"{removed}.AddRange({removal.Read});"), statement]
                    : code.Prepend(statement).Prepend(Statements.ParseOne($"var {entry} = {removal.Read};"));
            case RemovalKind.Predicate:
                var changed = statement.ReplaceNode(call, Collecting(call));
                return isDeferred ? After(changed, []) : After(changed, Statements.Parse(atEnd)) is { } made ? Before.Concat(made) : null;
            default:
                return null;
        }
    }

    /// <summary>Where the statement tells whether there was an entry.</summary>
    public IEnumerable<StatementSyntax>? ByOutcome(StatementSyntax statement, InvocationExpressionSyntax call)
    {
        if (removal.Kind != RemovalKind.Out)
            return [];
        var mark = new SyntaxAnnotation();
        var changed = statement.ReplaceNode(call, Called(call).WithAdditionalAnnotations(mark));
        if (IsDirect)
            return After(changed, []);
        var called = (ExpressionSyntax)changed.GetAnnotatedNodes(mark).First();
        var code = Statements.Parse(onEntry);
        if (existing is { IsUsed: true } && !isDeferred)
            return changed is IfStatementSyntax branch && branch.Condition == called ? [branch.WithStatement(Statements.Block(Statements.Of(branch.Statement).Concat(code)))] : null;
        // A result that is kept tells nothing to the compiler about the entry.
        var isKept = changed is LocalDeclarationStatementSyntax or ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: not IdentifierNameSyntax { Identifier.ValueText: "_" } } };
        return assignsResult || isKept && !isDeferred && dispose.AllowsNull ? null : OutcomeCode.Put(changed, called, true, code);
    }

    /// <summary>A jump is in the statement.</summary>
    public static bool Jumps(StatementSyntax statement) =>
        statement.DescendantNodesAndSelf().Any(n => n is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax or YieldStatementSyntax);

    private InvocationExpressionSyntax Called(InvocationExpressionSyntax call) =>
        existing != null && !IsDirect ? call : Removal.WithOut(call, IsDirect ? "out " + removed : "out var " + entry);

    private IEnumerable<StatementSyntax>? ByResult(StatementSyntax statement, InvocationExpressionSyntax call, List<StatementSyntax> code)
    {
        var value = call.Parent is AwaitExpressionSyntax awaited ? (ExpressionSyntax)awaited : call;
        if (statement is LocalDeclarationStatementSyntax declaration && declaration.Declaration.Variables is { Count: 1 } variables && variables[0].Initializer?.Value == value)
            return IsDirect ? [Statements.ParseOne($"{removed} = {value.WithoutTrivia()};").WithTrailingTrivia(statement.GetTrailingTrivia())] : code.Prepend(statement);
        if (statement is not ExpressionStatementSyntax { Expression: var expression } || expression != value && !(expression is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard && discard.Right == value))
            return null;
        var text = isList ? $"{removed}.Add({value.WithoutTrivia()});"
            : isDeferred ? $"{removed} = {value.WithoutTrivia()};"
            : dispose is { IsPlain: true, IsAsync: false } && value == call ? atEnd.Replace(entry + ".", call.WithoutTrivia() + ".").Replace(entry + "?", call.WithoutTrivia() + "?")
            : $"var {entry} = {value.WithoutTrivia()};\n{atEnd}";
        var made = Statements.Parse(text);
        made[0] = made[0].WithTrailingTrivia(statement.GetTrailingTrivia());
        return made;
    }

    private IEnumerable<StatementSyntax>? ByFinding(StatementSyntax statement, InvocationExpressionSyntax call, bool isAlone, List<StatementSyntax> code)
    {
        var found = string.Format(removal.Read, IsDirect ? "out " + removed : "out var " + entry);
        if (IsDirect)
            return After(statement, [])?.Prepend(Statements.ParseOne(found + ";"));
        if (isList)
            return !isAlone ? null : [Statements.ParseOne($"if ({found})\n{onEntry}"), statement];
        if (isAlone)
            return [((IfStatementSyntax)Statements.ParseOne($"if ({found})\nreturn;")).WithStatement(Statements.Block(code.Prepend(statement.WithLeadingTrivia(SyntaxFactory.ElasticMarker).WithAdditionalAnnotations(Microsoft.CodeAnalysis.Formatting.Formatter.Annotation))))];
        return statement is ReturnStatementSyntax { Expression: var returned } && returned == call ? Statements.Parse($"if (!{found})\nreturn false;\n{call.WithoutTrivia()};\n{atEnd}\nreturn true;") : null;
    }

    /// <summary>Code behind the statement, whose result, if it returns one, is kept meanwhile.</summary>
    private IEnumerable<StatementSyntax>? After(StatementSyntax statement, List<StatementSyntax> code)
    {
        if (statement is ReturnStatementSyntax { Expression: { } returned })
        {
            var kept = Statements.ParseOne($"{(assignsResult ? string.Empty : "var ")}{result} = {returned.WithoutTrivia()};").WithTrailingTrivia(statement.GetTrailingTrivia());
            return assignsResult ? code.Prepend(kept) : code.Prepend(kept).Append(Statements.ParseOne($"return {result};"));
        }

        return isDeferred && code.Count == 0 ? [statement]
            : statement is ExpressionStatementSyntax or LocalDeclarationStatementSyntax ? code.Prepend(statement) : null;
    }

    private static bool IsCertain(StatementSyntax statement, SyntaxNode operation)
    {
        for (var at = operation; at != statement; at = at.Parent!)
        {
            if (at.Parent is ConditionalExpressionSyntax or BinaryExpressionSyntax or ConditionalAccessExpressionSyntax or SwitchExpressionArmSyntax)
                return false;
        }

        return true;
    }

    /// <summary>RemoveAll(x => test) with a lambda that notes what it lets go.</summary>
    private InvocationExpressionSyntax Collecting(InvocationExpressionSyntax call)
    {
        var lambda = (LambdaExpressionSyntax)call.ArgumentList.Arguments[0].Expression;
        var parameter = lambda is SimpleLambdaExpressionSyntax simple ? simple.Parameter : ((ParenthesizedLambdaExpressionSyntax)lambda).ParameterList.Parameters[0];
        var test = lambda.ExpressionBody!.WithoutTrivia();
        var negated = test is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not ? not.Operand.ToString()
            : test is IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax ? "!" + test : $"!({test})";
        var block = Statements.Block(Statements.Parse($"if ({negated})\nreturn false;\n{removed}.Add({parameter.Identifier.ValueText});\nreturn true;"));
        return call.ReplaceNode(lambda, lambda.WithBody(block.WithTrailingTrivia()).WithAdditionalAnnotations(Microsoft.CodeAnalysis.Formatting.Formatter.Annotation));
    }
}
