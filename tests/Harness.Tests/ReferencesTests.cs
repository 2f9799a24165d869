using System.Collections.Immutable;
using LeakGuard.Harness.Tests.Inputs;
using LeakGuard.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LeakGuard.Harness.Tests;

public class ReferencesTests
{
    public static TheoryData<string, string> Frameworks => new()
    {
        { "net8.0", "System.TimeProvider" },
        { "netstandard2.0", "System.Lazy<int>" },
        { "net472", "System.AppDomainSetup" },
    };

    [Theory]
    [MemberData(nameof(Frameworks))]
    public Task Framework_HasItsTypes(string framework, string type)
        => new AnalyzersTest { TestCode = $"class C {{ {type} F; }}", ReferenceAssemblies = Get(framework) }.RunAsync();

    [Theory]
    [InlineData("net8.0", "System.Threading.Lock")]
    [InlineData("netstandard2.0", "System.Half")]
    [InlineData("net472", "System.TimeProvider")]
    public Task Framework_HasNoOtherTypes(string framework, string type) => Fails.WithCountAsync(
        new AnalyzersTest { TestCode = $"class C {{ {type} F; }}", ReferenceAssemblies = Get(framework) }, 0, 1, "CS0234");

    [Fact]
    public async Task Default_IsNet80_MadeOnce()
    {
        Assert.Same(ReferenceAssemblies.Net.Net80, ReferenceAssemblies.Default);
        Assert.Equal("net8.0", ReferenceAssemblies.Default.TargetFramework);
        Assert.Same(ReferenceAssemblies.Default, new AnalyzersTest().ReferenceAssemblies);

        var first = await ReferenceAssemblies.Default.ResolveAsync(LanguageNames.CSharp, CancellationToken.None);
        var second = await ReferenceAssemblies.Default.ResolveAsync(null, CancellationToken.None);
        Assert.Same(first[0], second[0]);
    }

    [Fact]
    public async Task FrameworkWithoutPackage_HasNoReferences()
        => Assert.Empty(await new ReferenceAssemblies("net10.0").ResolveAsync(LanguageNames.CSharp, CancellationToken.None));

    [Fact]
    public async Task ProjectState_MaySetItsOwn()
    {
        var test = new AnalyzersTest { TestCode = "class C { System.Half H; }" };
        test.TestState.ReferenceAssemblies = ReferenceAssemblies.NetStandard.NetStandard20;
        await Fails.WithCountAsync(test, 0, 1, "CS0234");
    }

    [Fact]
    public async Task AdditionalReferences_AreAdded()
    {
        const string Source = "class C { Xunit.Assert F; /// <see cref=\"Xunit.Assert\"/>\n int X; }";
        await Fails.WithCountAsync(new AnalyzersTest { TestCode = Source }, 0, 1, "CS0246");

        await new AnalyzersTest { TestCode = Source, TestState = { AdditionalReferences = { typeof(Assert).Assembly } } }.RunAsync();
        await new AnalyzersTest { TestCode = Source, TestState = { AdditionalReferences = { typeof(Assert).Assembly.Location } } }.RunAsync();
        await new AnalyzersTest { TestCode = Source, TestState = { AdditionalReferences = { MetadataReference.CreateFromFile(typeof(Assert).Assembly.Location) } } }.RunAsync();
    }

    [Fact]
    public void AdditionalReferences_AreReadOnce()
    {
        var first = new MetadataReferenceCollection { typeof(Assert).Assembly };
        var second = new MetadataReferenceCollection { typeof(Assert).Assembly.Location };

        Assert.Same(first[0], second[0]);
    }

    [Fact]
    public async Task NewestFramework_HasNewerTypes_InAllProjects()
    {
        var test = new AnalyzersTest { TestCode = "class C { System.Threading.Lock L; System.TimeProvider P; }" };
        test.TestState.AdditionalProjects["Other"].Sources.Add("class D { System.Threading.Lock L; }");
        FrameworkReferences.UseIn(test);
        await test.RunAsync();

        var wrong = new AnalyzersTest { TestCode = "class C { System.NoSuchType T; }" };
        FrameworkReferences.UseIn(wrong);
        await Fails.WithCountAsync(wrong, 0, 1, "CS0234");
    }

    [Fact]
    public async Task SolutionTransforms_AreApplied()
    {
        var test = new AnalyzersTest { TestCode = "class C : Added;" };
        test.SolutionTransforms.Add((solution, id) => solution.AddMetadataReference(id, Library("public class Added;")));
        await test.RunAsync();

        await Fails.WithCountAsync(new AnalyzersTest { TestCode = "class C : Added;" }, 0, 1, "CS0246");

        var document = new AnalyzersTest { TestCode = "class C;" };
        document.SolutionTransforms.Add((solution, id) => solution.AddDocument(DocumentId.CreateNewId(id), "Extra.cs", ""));
        await Fails.WithAsync(document, "Amount of sources did not match amount of Documents created");
    }

    [Fact]
    public async Task OptionsTransforms_AreApplied()
    {
        var seen = 0;
        var test = new AnalyzersTest { TestCode = "class C;" };
        test.OptionsTransforms.Add(options => options.WithChangedOption(Microsoft.CodeAnalysis.Formatting.FormattingOptions.IndentationSize, LanguageNames.CSharp, 7));
        test.SolutionTransforms.Add((solution, _) =>
        {
            seen = solution.Options.GetOption(Microsoft.CodeAnalysis.Formatting.FormattingOptions.IndentationSize, LanguageNames.CSharp);
            return solution;
        });
        await test.RunAsync();

        Assert.Equal(7, seen);
    }

    [Fact]
    public async Task XmlReferences_ServeIncludedDocumentation()
    {
        await Test(("file.xml", "<doc><summary>Text</summary></doc>")).RunAsync();
        await Fails.WithCountAsync(Test(), 0, 1, "CS1589");
        await Fails.WithCountAsync(Test(("file.xml", "<doc>")), 0, 1, "CS1592");

        static AnalyzersTest Test(params (string Name, string Content)[] files)
        {
            var test = new AnalyzersTest
            {
                TestCode = "/// <include file='file.xml' path='doc/summary'/>\npublic class C;",
                CompilerDiagnostics = CompilerDiagnostics.Warnings,
            };
            foreach (var (name, content) in files)
                test.XmlReferences.Add(name, content);

            return test;
        }
    }

    private static PortableExecutableReference Library(string source)
    {
        var compilation = Microsoft.CodeAnalysis.CSharp.CSharpCompilation.Create(
            "Library",
            [Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText(source)],
            ReferenceAssemblies.Default.ResolveAsync(null, CancellationToken.None).GetAwaiter().GetResult(),
            new Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        Assert.True(compilation.Emit(image).Success);
        return MetadataReference.CreateFromImage(image.ToArray().ToImmutableArray());
    }

    private static ReferenceAssemblies Get(string framework) => framework switch
    {
        "net8.0" => ReferenceAssemblies.Net.Net80,
        "netstandard2.0" => ReferenceAssemblies.NetStandard.NetStandard20,
        "net472" => ReferenceAssemblies.NetFramework.Net472.Default,
        _ => throw new ArgumentOutOfRangeException(nameof(framework)),
    };
}
