using System.Diagnostics.CodeAnalysis;
using LeakGuard.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace LeakGuard.Analyzers.Tests;

/// <summary>
/// Tests of the holder rules without a fix: <c>{|LEAK1001:…|}</c> in the source marks what is reported, everything else must be silent.
/// </summary>
internal static class Verify
{
    /// <summary>Usings and stub types that samples share, so that each sample shows only what it is about.</summary>
    public const string Prelude =
        """
        global using System;
        global using System.Collections.Concurrent;
        global using System.Collections.Generic;
        global using System.Collections.Immutable;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    public static Task FindsAsync([StringSyntax("C#-test")] string source, params string[] more)
    {
        var test = new CSharpAnalyzerTest<HolderAnalyzer, DefaultVerifier> { TestCode = source };
        Prepare(test, more);
        test.SolutionTransforms.Add(TestLanguage.Apply);
        return test.RunAsync();
    }

    /// <summary>Nothing at all is reported.</summary>
    public static Task SilentAsync([StringSyntax("C#-test")] string source, params string[] more) => FindsAsync(source, more);

    internal static void Prepare(AnalyzerTest<DefaultVerifier> test, string[] more)
    {
        FrameworkReferences.UseIn(test);
        test.TestState.Sources.Add(("/0/Prelude.cs", Prelude));
        foreach (var source in more)
            test.TestState.Sources.Add(source);
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", TestLanguage.EditorConfig));
    }
}

/// <summary>Tests of a rule together with its fix.</summary>
/// <typeparam name="TFix">The fix provider of the rule.</typeparam>
internal static class Verify<TFix>
    where TFix : CodeFixProvider, new()
{
    /// <summary>The fix applied to every marked place gives <paramref name="fixedSource"/>, also by fix all in document, project and solution.</summary>
    public static Task FixesAsync([StringSyntax("C#-test")] string source, [StringSyntax("C#-test")] string fixedSource, string? key = null) =>
        RunAsync(source, fixedSource, key);

    /// <summary>The marked places are reported, and no fix is offered for them.</summary>
    public static Task OffersNothingAsync([StringSyntax("C#-test")] string source) => RunAsync(source, source, null);

    private static Task RunAsync(string source, string fixedSource, string? key)
    {
        var test = new CSharpCodeFixTest<HolderAnalyzer, TFix, DefaultVerifier> { TestCode = source, FixedCode = fixedSource, CodeActionEquivalenceKey = key };
        Verify.Prepare(test, []);
        test.FixedState.Sources.Add(("/0/Prelude.cs", Verify.Prelude));
        test.SolutionTransforms.Add(TestLanguage.Apply);
        return test.RunAsync();
    }
}

/// <summary>The language version and formatting that all samples are compiled with.</summary>
internal static class TestLanguage
{
    public const string EditorConfig =
        """
        root = true
        [*]
        end_of_line = lf
        indent_style = space
        indent_size = 4
        insert_final_newline = false
        """;

    public static Solution Apply(Solution solution, ProjectId projectId)
    {
        foreach (var project in solution.Projects)
        {
            var options = (CSharpParseOptions)project.ParseOptions!;
            solution = solution.WithProjectParseOptions(project.Id, options.WithLanguageVersion(LanguageVersion.Latest));
        }

        return solution;
    }
}
