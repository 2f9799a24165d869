using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.ProvingGround.Generated;

/// <summary>The statement that ends something is gone.</summary>
internal sealed class DropDispose : Operator
{
    public override string Name => "drop a dispose";

    public override IEnumerable<Mutation> In(SyntaxNode root, SemanticModel model)
    {
        foreach (var call in All<InvocationExpressionSyntax>(root))
        {
            if (NameOf(call) is not ("Dispose" or "DisposeAsync" or "Cancel" or "CancelAfter" or "TryComplete" or "Complete" or "Release") || call.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { } statement
                || statement.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() != call.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>())
                continue;
            var type = call.Expression is MemberAccessExpressionSyntax access ? model.GetTypeInfo(access.Expression).Type?.Name : null;
            var owner = type is "ITimer" or "Timer" or "CancellationTokenSource" || NameOf(call) is "TryComplete" or "Complete" ? "LEAK4004" : ByMember(call, "LEAK1004", "LEAK1002");
            yield return new Mutation(statement, root.ReplaceNode(statement, SyntaxFactory.EmptyStatement().WithTriviaFrom(statement)), owner);
        }
    }

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        _ => null,
    };
}

/// <summary>What stood under a lock stands there without it.</summary>
internal sealed class DropLock : Operator
{
    public override string Name => "drop a lock";

    public override IEnumerable<Mutation> In(SyntaxNode root, SemanticModel model) =>
        All<LockStatementSyntax>(root).Select(held => new Mutation(held, root.ReplaceNode(held, held.Statement.WithTriviaFrom(held)), "LEAK2005"));
}

/// <summary>The test that stood first under a lock stands before it.</summary>
internal sealed class MoveCheckOut : Operator
{
    public override string Name => "move a check out of the lock";

    public override IEnumerable<Mutation> In(SyntaxNode root, SemanticModel model)
    {
        foreach (var held in All<LockStatementSyntax>(root))
        {
            var first = held.Statement is BlockSyntax block ? block.Statements.FirstOrDefault() : held.Statement;
            if (first is not IfStatementSyntax { Else: null } test)
                continue;
            var rest = held.Statement is BlockSyntax { Statements: { Count: > 1 } statements } ? statements.Skip(1).ToArray() : null;
            StatementSyntax moved = rest == null
                ? test.WithStatement(held.WithStatement(test.Statement))
                : SyntaxFactory.Block(test, held.WithStatement(SyntaxFactory.Block(rest)));
            yield return new Mutation(held, root.ReplaceNode(held, moved.WithTriviaFrom(held)), "LEAK2003");
        }
    }
}

/// <summary>Two neighbouring statements in the other order.</summary>
internal sealed class SwapStatements : Operator
{
    public override string Name => "swap two statements";

    public override IEnumerable<Mutation> In(SyntaxNode root, SemanticModel model)
    {
        foreach (var block in All<BlockSyntax>(root))
        {
            for (var i = 0; i + 1 < block.Statements.Count; i++)
            {
                var (first, second) = (block.Statements[i], block.Statements[i + 1]);
                if (!CanMove(first) || !CanMove(second))
                    continue;
                var swapped = block.WithStatements(block.Statements.Replace(first, second.WithTriviaFrom(first)).RemoveAt(i + 1).Insert(i + 1, first.WithTriviaFrom(second)));
                yield return new Mutation(first, root.ReplaceNode(block, swapped), Ends(first) || Ends(second) ? ByMember(block, "LEAK4010", "LEAK1008") : ByMember(block, "LEAK4003", "LEAK2011"));
            }
        }
    }

    private static bool CanMove(StatementSyntax statement) =>
        statement is ExpressionStatementSyntax or LocalDeclarationStatementSyntax or LockStatementSyntax or ForEachStatementSyntax or IfStatementSyntax;

    private static bool Ends(StatementSyntax statement) => statement.ToString().Contains("Dispose", StringComparison.Ordinal);
}

/// <summary>Nobody asks whether the holder is closed.</summary>
internal sealed class DropClosedTest : Operator
{
    private static readonly string[] Words = ["closing", "closed", "stopping", "stopped", "completed", "disposed"];

    public override string Name => "drop a closed test";

    public override IEnumerable<Mutation> In(SyntaxNode root, SemanticModel model)
    {
        foreach (var guard in All<ExpressionStatementSyntax>(root))
        {
            if (guard.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ThrowIf" }, ArgumentList.Arguments: { Count: 2 } arguments } && Asks(arguments[0].Expression))
                yield return new Mutation(guard, root.ReplaceNode(guard, SyntaxFactory.EmptyStatement().WithTriviaFrom(guard)), "LEAK4002");
        }

        foreach (var test in All<IfStatementSyntax>(root))
        {
            if (test.Else == null && Asks(test.Condition))
            {
                yield return new Mutation(test, root.ReplaceNode(test, SyntaxFactory.EmptyStatement().WithTriviaFrom(test)), "LEAK4002");
                continue;
            }

            foreach (var part in test.Condition.DescendantNodesAndSelf().OfType<BinaryExpressionSyntax>())
            {
                if (part.RawKind is not ((int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.LogicalAndExpression))
                    continue;
                if (Asks(part.Left) != Asks(part.Right))
                    yield return new Mutation(part, root.ReplaceNode(part, (Asks(part.Left) ? part.Right : part.Left).WithTriviaFrom(part)), "LEAK4002");
            }
        }
    }

    private static bool Asks(ExpressionSyntax condition) => condition is not BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.LogicalAndExpression }
        && condition.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(name => Words.Any(word => name.Identifier.ValueText.EndsWith(word, StringComparison.OrdinalIgnoreCase)));
}

/// <summary>A token does not reach the call.</summary>
internal sealed class DropToken : Operator
{
    public override string Name => "drop a token";

    public override IEnumerable<Mutation> In(SyntaxNode root, SemanticModel model)
    {
        foreach (var argument in All<ArgumentSyntax>(root))
        {
            if (model.GetTypeInfo(argument.Expression).Type is not { Name: "CancellationToken" } || argument.Expression.ToString() is "default" or "CancellationToken.None")
                continue;
            var none = SyntaxFactory.ParseExpression("global::System.Threading.CancellationToken.None").WithTriviaFrom(argument.Expression);
            yield return new Mutation(argument, root.ReplaceNode(argument.Expression, none), "LEAK4004");
        }
    }
}
