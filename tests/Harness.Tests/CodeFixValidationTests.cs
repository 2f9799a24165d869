using LeakGuard.Harness.Tests.Inputs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LeakGuard.Harness.Tests;

public class CodeFixValidationTests
{
    public static TheoryData<string, CodeActionValidationMode, string?> Cases => new()
    {
        { "well formed", CodeActionValidationMode.None, null },
        { "well formed", CodeActionValidationMode.SemanticStructure, null },
        { "well formed", CodeActionValidationMode.Full, null },
        { "wrong node", CodeActionValidationMode.None, null },
        { "wrong node", CodeActionValidationMode.SemanticStructure, "Node(NumericLiteralExpression):" },
        { "wrong node", CodeActionValidationMode.Full, "Node(NumericLiteralExpression):" },
        { "wrong value", CodeActionValidationMode.None, null },
        { "wrong value", CodeActionValidationMode.SemanticStructure, "" },
        { "wrong value", CodeActionValidationMode.Full, "" },
        { "wrong trivia", CodeActionValidationMode.None, null },
        { "wrong trivia", CodeActionValidationMode.SemanticStructure, null },
        { "wrong trivia", CodeActionValidationMode.Full, "Leading(WhitespaceTrivia):" },
        { "wrong trivia kind", CodeActionValidationMode.SemanticStructure, null },
        { "wrong trivia kind", CodeActionValidationMode.Full, "Trailing(MultiLineCommentTrivia): /**/" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Tree_MustBeAsParsed(string tree, CodeActionValidationMode mode, string? fragment)
    {
        var test = Test(tree, mode);
        if (fragment is null)
            await test.RunAsync();
        else
            await Fails.WithAsync(test, "Context: Iterative code fix application", fragment);
    }

    [Fact]
    public void DefaultMode_IsSemanticStructure() => Assert.Equal(CodeActionValidationMode.SemanticStructure, new NumberTest().CodeActionValidationMode);

    [Fact]
    public async Task Content_IsComparedFirst()
    {
        var test = Test("wrong node", CodeActionValidationMode.Full);
        test.FixedState.Sources.Clear();
        test.FixedCode = "class C { int X = 6; }";
        var message = await Fails.WithAsync(test, "content of '/0/Test0.cs' did not match");
        Assert.DoesNotContain("Node(", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LaterRounds_SeeTheParsedTree()
    {
        // The first round builds a name "4" that is no number; parsed anew it is one, so the second round finds it.
        var rounds = 0;
        var fix = ActionsFix.ForNumber(async document =>
        {
            rounds++;
            var root = (await document.GetSyntaxRootAsync())!;
            var number = root.DescendantNodes().OfType<LiteralExpressionSyntax>().Single();
            var text = number.Token.ValueText == "3" ? "04" : "5";
            return document.WithSyntaxRoot(root.ReplaceNode(number, Name(text))).Project.Solution;
        });
        var test = new NumberTest(fix)
        {
            TestCode = "class C { int X =[|3|]; }",
            FixedCode = "class C { int X =5; }",
            NumberOfIncrementalIterations = 2,
            CodeActionValidationMode = CodeActionValidationMode.None,
        };

        await test.RunAsync();
        Assert.Equal(2, rounds);
    }

    [Fact]
    public async Task AddedDocuments_AreValidatedToo()
    {
        var malformed = SyntaxFactory.CompilationUnit().WithEndOfFileToken(
            SyntaxFactory.Token(SyntaxTriviaList.Empty, SyntaxKind.EndOfFileToken, SyntaxFactory.TriviaList()))
            .AddMembers(SyntaxFactory.ClassDeclaration("D").WithKeyword(SyntaxFactory.Token([], SyntaxKind.ClassKeyword, [SyntaxFactory.Space]))
                .WithOpenBraceToken(default).WithCloseBraceToken(default).WithIdentifier(SyntaxFactory.Identifier("D;")));
        var fix = ActionsFix.ForNumberAnd(document => document.Project.Solution.AddDocument(DocumentId.CreateNewId(document.Project.Id), "D.cs", malformed, filePath: "/0/D.cs"));

        await Fails.WithAsync(Test(CodeActionValidationMode.SemanticStructure), "Token(IdentifierToken): D;");
        await Test(CodeActionValidationMode.None).RunAsync();

        NumberTest Test(CodeActionValidationMode mode) => new(fix)
        {
            TestCode = "class C { int X = [|4|]; }",
            FixedState = { Sources = { "class C { int X = 5; }", ("/0/D.cs", "class D;") } },
            CodeActionValidationMode = mode,
        };
    }

    private static NumberTest Test(string tree, CodeActionValidationMode mode)
    {
        var fix = ActionsFix.ForNumber(async document =>
        {
            var root = (await document.GetSyntaxRootAsync())!;
            var number = root.DescendantNodes().OfType<LiteralExpressionSyntax>().Single();
            return document.WithSyntaxRoot(root.ReplaceNode(number, Replacement(tree))).Project.Solution;
        });
        return new NumberTest(fix)
        {
            TestCode = "class C { int X =[|4|]; }",
            FixedCode = tree switch
            {
                "wrong trivia" => "class C { int X = 5; }",
                "wrong trivia kind" => "class C { int X =5/**/; }",
                _ => "class C { int X =5; }",
            },
            CodeActionValidationMode = mode,
        };
    }

    private static ExpressionSyntax Replacement(string tree)
    {
        // No elastic trivia: the clean-up after a code action would format it.
        var five = SyntaxFactory.Literal([], "5", 5, []);
        return tree switch
        {
            "well formed" => Number(five),
            "wrong node" => Name("5"),
            "wrong value" => Number(SyntaxFactory.Literal([], "5", 6, [])),
            "wrong trivia" => Number(five).WithLeadingTrivia(SyntaxFactory.Space),
            "wrong trivia kind" => Number(five).WithTrailingTrivia(SyntaxFactory.SyntaxTrivia(SyntaxKind.DisabledTextTrivia, "/**/")),
            _ => throw new ArgumentOutOfRangeException(nameof(tree)),
        };
    }

    private static IdentifierNameSyntax Name(string text) => SyntaxFactory.IdentifierName(SyntaxFactory.Identifier([], text, []));

    private static LiteralExpressionSyntax Number(SyntaxToken token) => SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, token);
}
