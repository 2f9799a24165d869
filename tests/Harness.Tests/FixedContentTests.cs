using System.Text;
using LeakGuard.Harness.Tests.Inputs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace LeakGuard.Harness.Tests;

public class FixedContentTests
{
    private const string Code = "class C { int X = [|4|]; }";
    private const string Fixed = "class C { int X = 5; }";

    [Fact]
    public async Task Text_IsComparedExactly()
    {
        await new NumberTest { TestCode = Code, FixedCode = Fixed }.RunAsync();
        await Fails.WithAsync(
            new NumberTest { TestCode = Code, FixedCode = "class C {  int X = 5; }" },
            "content of '/0/Test0.cs' did not match. Diff shown with expected as baseline:",
            "-class C {  int X = 5; }",
            "+class C { int X = 5; }");
    }

    [Fact]
    public async Task LineEnds_AreComparedExactly()
    {
        await new NumberTest { TestCode = "class C\r\n{ int X = [|4|]; }", FixedCode = "class C\r\n{ int X = 5; }" }.RunAsync();
        await Fails.WithAsync(
            new NumberTest { TestCode = "class C\r\n{ int X = [|4|]; }", FixedCode = "class C\n{ int X = 5; }" }, "-class C<LF>", "+class C<CR><LF>", " { int X = 5; }");
    }

    [Fact]
    public async Task AddedDocument_MustBeExpected()
    {
        await Test(fixedFiles: [("/0/Folder/D.cs", "class D;")]).RunAsync();
        await Fails.WithAsync(Test(), "'newState.Sources' contains '1' documents and 'updatedDocuments' contains '2' documents");
        await Fails.WithAsync(Test(fixedFiles: [("/0/Folder/D.cs", "class E;")]), "content of '/0/Folder/D.cs' did not match");
        await Fails.WithAsync(Test(fixedFiles: [("/0/Folder/E.cs", "class D;")]), "file name was expected to be 'E.cs' but was 'D.cs'");
        await Fails.WithAsync(Test(fixedFiles: [("/0/Other/D.cs", "class D;")]), "folders was expected to be 'Other' but was 'Folder'");

        static NumberTest Test(params (string, string)[] fixedFiles) => WithFix(
            document => document.Project.AddDocument("D.cs", SourceText.From("class D;"), ["Folder"], "/0/Folder/D.cs").Project.Solution,
            state => Array.ForEach(fixedFiles, state.Sources.Add));
    }

    [Fact]
    public async Task OtherDocuments_MustStayAsTheyAre()
    {
        var test = new NumberTest
        {
            TestState = { Sources = { Code, ("/0/Folder/D.cs", "class D;") } },
            FixedState = { Sources = { Fixed, ("/0/Folder/D.cs", "class D;") } },
        };
        await test.RunAsync();

        test = new NumberTest
        {
            TestState = { Sources = { Code, ("/0/Folder/D.cs", "class D;") } },
            FixedState = { Sources = { Fixed, ("/0/Folder/D.cs", "class E;") } },
        };
        await Fails.WithAsync(test, "content of '/0/Folder/D.cs' did not match");
    }

    [Fact]
    public async Task Encoding_IsCompared()
    {
        await Test(Encoding.Unicode).RunAsync();
        await Fails.WithAsync(Test(Encoding.UTF8), "encoding of '/0/Test0.cs' was expected to be 'utf-8' but was 'utf-16'");

        static NumberTest Test(Encoding encoding) => new()
        {
            TestState = { Sources = { SourceText.From(Code, Encoding.Unicode) } },
            FixedState = { Sources = { SourceText.From(Fixed, encoding) } },
        };
    }

    [Fact]
    public async Task ChecksumAlgorithm_IsCompared()
    {
        await Test(SourceHashAlgorithm.Sha1).RunAsync();
        await Fails.WithAsync(Test(SourceHashAlgorithm.Sha256), "checksum algorithm of '/0/Test0.cs' was expected to be 'Sha256' but was 'Sha1'");

        static NumberTest Test(SourceHashAlgorithm algorithm) => new()
        {
            TestState = { Sources = { SourceText.From(Code, Encoding.UTF8) } },
            FixedState = { Sources = { SourceText.From(Fixed, Encoding.UTF8, algorithm) } },
        };
    }

    [Fact]
    public async Task AdditionalFiles_AreCompared()
    {
        await Test("new").RunAsync();
        await Fails.WithAsync(Test("old"), "content of '/0/list.txt' did not match", "-old", "+new");
        await Fails.WithAsync(Test(null), "content of '/0/list.txt' did not match");

        // Without a fixed file, the old one is expected.
        static NumberTest Test(string? content)
        {
            var test = WithFix(
                document => document.Project.Solution.WithAdditionalDocumentText(document.Project.AdditionalDocumentIds[0], SourceText.From("new")),
                state =>
                {
                    if (content is not null)
                        state.AdditionalFiles.Add(("/0/list.txt", content));
                });
            test.TestState.AdditionalFiles.Add(("/0/list.txt", "old"));
            return test;
        }
    }

    [Fact]
    public async Task ConfigFiles_AreCompared()
    {
        const string Old = "[*]\na = b\n";
        const string New = "[*]\na = c\n";
        await Test(New).RunAsync();
        await Fails.WithAsync(Test(Old), "content of '/.editorconfig' did not match", "-a = b", "+a = c");

        static NumberTest Test(string content)
        {
            var test = WithFix(
                document => document.Project.Solution.WithAnalyzerConfigDocumentText(document.Project.AnalyzerConfigDocuments.Single().Id, SourceText.From(New)),
                state => state.AnalyzerConfigFiles.Add(("/.editorconfig", content)));
            test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", Old));
            return test;
        }
    }

    [Fact]
    public async Task OtherProjects_AreCompared()
    {
        await Test("class D { int Y; }").RunAsync();
        await Fails.WithAsync(Test("class D;"), "content of '/Other/Test0.cs' did not match", "-class D;", "+class D { int Y; }");

        static NumberTest Test(string content)
        {
            var test = WithFix(
                document =>
                {
                    var other = document.Project.Solution.Projects.Single(project => project.Name == "Other").Documents.Single();
                    return document.Project.Solution.WithDocumentText(other.Id, SourceText.From("class D { int Y; }"));
                },
                state => state.AdditionalProjects["Other"].Sources.Add(content));
            test.TestState.AdditionalProjects["Other"].Sources.Add("class D;");
            return test;
        }
    }

    [Fact]
    public async Task Diagnostics_InOtherProjects_AreFixed()
    {
        await Test("class D { int Y = 5; }").RunAsync();
        await Fails.WithAsync(Test("class D { int Y = [|4|]; }"), "content of '/Other/Test0.cs' did not match");

        static NumberTest Test(string content)
        {
            var test = new NumberTest { TestCode = Code, FixedCode = Fixed };
            test.TestState.AdditionalProjects["Other"].Sources.Add("class D { int Y = [|4|]; }");
            test.FixedState.AdditionalProjects["Other"].Sources.Add(content);
            return test;
        }
    }

    private static NumberTest WithFix(Func<Document, Solution> alsoChange, Action<SolutionState> setUpFixedState)
    {
        var test = new NumberTest(ActionsFix.ForNumberAnd(alsoChange)) { TestCode = Code, FixedCode = Fixed };
        setUpFixedState(test.FixedState);
        return test;
    }
}
