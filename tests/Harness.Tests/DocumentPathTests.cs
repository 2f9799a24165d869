using LeakGuard.Harness.Tests.Inputs;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LeakGuard.Harness.Tests;

public class DocumentPathTests
{
    [Theory]
    [InlineData("/0/Test0.cs", "Test0.cs", "")]
    [InlineData("/0/A/B/File.cs", "File.cs", "A/B")]
    [InlineData("/1/File.cs", "/1/File.cs", "")]
    [InlineData("A/File.cs", "File.cs", "")]
    [InlineData("File.cs", "File.cs", "")]
    public async Task Path_IsDividedByTheProjectFolder(string path, string name, string folders)
    {
        var test = new AnalyzersTest { TestState = { Sources = { (path, "class C;") } } };
        string? found = null;
        test.SolutionTransforms.Add((solution, id) =>
        {
            var document = solution.GetProject(id)!.Documents.Single();
            found = $"{document.Name}|{string.Join('/', document.Folders)}|{document.FilePath}";
            return solution;
        });
        await test.RunAsync();

        Assert.Equal($"{name}|{folders}|{path}", found);
    }

    [Fact]
    public void Sources_AreNumbered()
    {
        var sources = new AnalyzersTest { TestState = { Sources = { "", ("/0/Own.cs", ""), "" } } }.TestState.Sources;

        Assert.Equal(["/0/Test0.cs", "/0/Own.cs", "/0/Test2.cs"], sources.Select(source => source.filename));
    }

    [Fact]
    public async Task Prefix_AndProjectName_CanBeOverridden()
    {
        await new NamedTest { TestCode = "class C [|{|] }" }.RunAsync();
        await Fails.WithCountAsync(new NamedTest { TestCode = "class C { }" }, 0, 1, "// Code0.cs(1,9): warning Brace", "VerifyCS.Diagnostic().WithSpan(1, 9, 1, 10)");
    }

    private sealed class NamedTest : CSharpAnalyzerTest<BraceAnalyzer, DefaultVerifier>
    {
        protected override string DefaultFilePathPrefix => "Code";

        protected override string DefaultTestProjectName => "Named";
    }
}
