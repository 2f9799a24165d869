using LeakGuard.Harness.Tests.Inputs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LeakGuard.Harness.Tests;

public class MultipleProjectsTests
{
    [Fact]
    public async Task ReferencedProject_IsVisible()
    {
        await Test(reference: true).RunAsync();
        await Fails.WithCountAsync(Test(reference: false), 0, 1, "CS0246");

        static AnalyzersTest Test(bool reference)
        {
            var test = new AnalyzersTest { TestCode = "class C : Base;" };
            test.TestState.AdditionalProjects["Library"].Sources.Add("public class Base;");
            if (reference)
                test.TestState.AdditionalProjectReferences.Add("Library");

            return test;
        }
    }

    [Fact]
    public Task AdditionalProject_MayReferenceThePrimaryOne()
    {
        var test = new AnalyzersTest { TestCode = "public class C;" };
        test.TestState.AdditionalProjects["Other"].Sources.Add("class D : C;");
        test.TestState.AdditionalProjects["Other"].AdditionalProjectReferences.Add("TestProject");
        return test.RunAsync();
    }

    [Fact]
    public async Task AdditionalProject_IsAnalyzedToo()
    {
        await Test("class D [|{|] }").RunAsync();
        await Fails.WithCountAsync(Test("class D { }"), 1, 2, "VerifyCS.Diagnostic().WithSpan(\"/Other/Test0.cs\", 1, 9, 1, 10)");
        await Fails.WithCountAsync(Test("class D [|{|] [|}|]"), 3, 2);

        static AnalyzersTest Test(string source)
        {
            var test = new AnalyzersTest(new BraceAnalyzer()) { TestCode = "class C [|{|] }", TestBehaviors = TestBehaviors.SkipSuppressionCheck };
            test.TestState.AdditionalProjects["Other"].Sources.Add(source);
            return test;
        }
    }

    [Fact]
    public async Task AdditionalProject_HasItsOwnSettings()
    {
        var test = new AnalyzersTest { TestCode = "class C;" };
        var other = test.TestState.AdditionalProjects["Other"];
        other.Sources.Add("class D;");
        other.OutputKind = OutputKind.ConsoleApplication;
        await Fails.WithCountAsync(test, 0, 1, "CS5001");

        test = new AnalyzersTest { TestCode = "class C { System.Half H; }" };
        other = test.TestState.AdditionalProjects["Other"];
        other.Sources.Add("class D { System.{|CS0234:Half|} H; }");
        other.ReferenceAssemblies = ReferenceAssemblies.NetStandard.NetStandard20;
        await test.RunAsync();
    }

    [Fact]
    public void Collection_MakesProjectsOnDemand()
    {
        var projects = new AnalyzersTest().TestState.AdditionalProjects;
        var made = projects["Other"];

        Assert.Same(made, projects["Other"]);
        Assert.Same(made, projects["Other", LanguageNames.CSharp]);
        Assert.Equal(("Other", "Other", LanguageNames.CSharp), (made.Name, made.AssemblyName, made.Language));
        made.Sources.Add("");
        Assert.Equal("/Other/Test0.cs", made.Sources[0].filename);
        Assert.Throws<InvalidOperationException>(() => projects["Other", LanguageNames.VisualBasic]);
        Assert.Throws<ArgumentOutOfRangeException>(() => projects["Third", "Klingon"]);
    }

    [Fact]
    public Task UnknownReference_Fails()
    {
        var test = new AnalyzersTest { TestCode = "class C;" };
        test.TestState.AdditionalProjectReferences.Add("Missing");
        return Assert.ThrowsAsync<KeyNotFoundException>(() => test.RunAsync());
    }
}
