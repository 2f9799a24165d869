using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>Gives a lambda or anonymous method another block.</summary>
internal static class LambdaCode
{
    public static AnonymousFunctionExpressionSyntax WithBlock(AnonymousFunctionExpressionSyntax lambda, BlockSyntax block)
    {
        var tail = lambda.GetTrailingTrivia();
        AnonymousFunctionExpressionSyntax changed = lambda switch
        {
            ParenthesizedLambdaExpressionSyntax some => some.WithArrowToken(OnOneLine(some.ArrowToken)).WithExpressionBody(null).WithBlock(block),
            SimpleLambdaExpressionSyntax one => one.WithArrowToken(OnOneLine(one.ArrowToken)).WithExpressionBody(null).WithBlock(block),
            _ => lambda.ReplaceToken(lambda.Block!.OpenBraceToken.GetPreviousToken(), OnOneLine(lambda.Block.OpenBraceToken.GetPreviousToken())) is AnonymousMethodExpressionSyntax method ? method.WithBlock(block) : lambda,
        };
        return changed.WithTrailingTrivia(tail).WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>Where the brace goes is the formatter's business.</summary>
    private static SyntaxToken OnOneLine(SyntaxToken token) => token.WithTrailingTrivia(SyntaxFactory.Space);
}
