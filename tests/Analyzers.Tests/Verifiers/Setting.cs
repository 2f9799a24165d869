using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using LeakGuard.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace LeakGuard.Analyzers.Tests;

/// <summary>What a sample is compiled with, where that is not the newest language and framework alone.</summary>
/// <param name="Language">The language. Before C# 10 there is no prelude.</param>
/// <param name="References">The framework; null for the newest.</param>
/// <param name="Packages">References of packages.</param>
internal sealed record Setting(LanguageVersion Language = LanguageVersion.Latest, ReferenceAssemblies? References = null, params MetadataReference[] Packages)
{
    public static Setting Net80 { get; } = new(References: ReferenceAssemblies.Net.Net80);

    /// <summary>Microsoft.Extensions.Caching.Memory, with what it needs.</summary>
    public static Setting MemoryCache { get; } = new(Packages: CachePackages());

    public Setting With(LanguageVersion language) => this with { Language = language };

    public Task FixesAsync<TFix>([StringSyntax("C#-test")] string source, [StringSyntax("C#-test")] string fixedSource, params string[] more)
        where TFix : CodeFixProvider, new()
    {
        var test = new CSharpCodeFixTest<HolderAnalyzer, TFix, DefaultVerifier> { TestCode = source, FixedCode = fixedSource };
        Prepare(test);
        var shared = Language >= LanguageVersion.CSharp10 ? more.Prepend(Verify.Prelude) : more;
        foreach (var text in shared)
        {
            test.TestState.Sources.Add(text);
            test.FixedState.Sources.Add(text);
        }

        return test.RunAsync();
    }

    public Task OffersNothingAsync<TFix>([StringSyntax("C#-test")] string source, params string[] more)
        where TFix : CodeFixProvider, new() => FixesAsync<TFix>(source, source, more);

    public Task FindsAsync([StringSyntax("C#-test")] string source, params string[] more)
    {
        var test = new CSharpAnalyzerTest<HolderAnalyzer, DefaultVerifier> { TestCode = source };
        Prepare(test);
        foreach (var text in Language >= LanguageVersion.CSharp10 ? more.Prepend(Verify.Prelude) : more)
            test.TestState.Sources.Add(text);
        return test.RunAsync();
    }

    private void Prepare(AnalyzerTest<DefaultVerifier> test)
    {
        if (References != null)
            test.ReferenceAssemblies = References;
        else
            FrameworkReferences.UseIn(test);
        foreach (var package in Packages)
            test.TestState.AdditionalReferences.Add(package);
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", TestLanguage.EditorConfig));
        test.SolutionTransforms.Add((solution, projectId) =>
            solution.WithProjectParseOptions(projectId, ((CSharpParseOptions)solution.GetProject(projectId)!.ParseOptions!).WithLanguageVersion(Language)));
    }

    private static MetadataReference[] CachePackages() =>
        [.. ImmutableArray.Create("Microsoft.Extensions.Caching.Abstractions.dll", "Microsoft.Extensions.Caching.Memory.dll", "Microsoft.Extensions.Options.dll", "Microsoft.Extensions.Primitives.dll")
            .Select(name => MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, name)))];
}
