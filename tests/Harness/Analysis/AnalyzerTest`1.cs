using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Options;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A test of analyzers: sources, the diagnostics expected in them, and the settings of the run.</summary>
public abstract partial class AnalyzerTest<TVerifier>
    where TVerifier : IVerifier, new()
{
    private readonly ConcurrentBag<Workspace> _workspaces = [];

    /// <summary>Makes a test without sources.</summary>
    protected AnalyzerTest()
        => TestState = new SolutionState(DefaultTestProjectName, Language, DefaultFilePathPrefix, DefaultFileExt);

    /// <summary>The language under test, one of <see cref="LanguageNames"/>.</summary>
    public abstract string Language { get; }

    /// <summary>Adds a source; null adds none.</summary>
    public string TestCode
    {
        set
        {
            if (value is not null)
                TestState.Sources.Add(value);
        }
    }

    /// <summary>The expected diagnostics beside those of markup.</summary>
    public List<DiagnosticResult> ExpectedDiagnostics => TestState.ExpectedDiagnostics;

    /// <summary>How many of the compiler's own diagnostics take part.</summary>
    public CompilerDiagnostics CompilerDiagnostics { get; set; } = CompilerDiagnostics.Errors;

    /// <summary>How markup is read.</summary>
    public MarkupOptions MarkupOptions { get; set; }

    /// <summary>The input.</summary>
    public SolutionState TestState { get; }

    /// <summary>Files for <c>include</c> in documentation comments.</summary>
    public Dictionary<string, string> XmlReferences { get; } = [];

    /// <summary>The extra runs to leave out.</summary>
    public TestBehaviors TestBehaviors { get; set; }

    /// <summary>Ids to turn off in the compilation options.</summary>
    public List<string> DisabledDiagnostics { get; } = [];

    /// <summary>The framework of projects that do not set their own.</summary>
    public ReferenceAssemblies ReferenceAssemblies { get; set; } = ReferenceAssemblies.Default;

    /// <summary>A further check of each pair of actual and expected diagnostic.</summary>
    public Action<Diagnostic, DiagnosticResult, IVerifier>? DiagnosticVerifier { get; set; }

    /// <summary>Changes to the workspace's options, made before the projects.</summary>
    public List<Func<OptionSet, OptionSet>> OptionsTransforms { get; } = [];

    /// <summary>Changes to the solution, made after the projects.</summary>
    public List<Func<Solution, ProjectId, Solution>> SolutionTransforms { get; } = [];

    /// <summary>The verifier without context.</summary>
    protected static TVerifier Verify { get; } = new();

    /// <summary>What the names of unnamed sources begin with.</summary>
    protected virtual string DefaultFilePathPrefix { get; } = "/0/Test";

    /// <summary>The name of the primary project.</summary>
    protected virtual string DefaultTestProjectName { get; } = "TestProject";

    /// <summary>The name of the first unnamed source.</summary>
    protected virtual string DefaultFilePath => $"{DefaultFilePathPrefix}0.{DefaultFileExt}";

    /// <summary>The extension of unnamed sources, without a dot.</summary>
    protected abstract string DefaultFileExt { get; }

    /// <summary>Runs the test. Nothing of it is kept afterwards.</summary>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await RunImplAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            while (_workspaces.TryTake(out var workspace))
                workspace.Dispose();
        }
    }

    /// <summary>A workspace that lives until the end of the run.</summary>
    public async Task<Workspace> CreateWorkspaceAsync()
    {
        var workspace = await CreateWorkspaceImplAsync().ConfigureAwait(false);
        _workspaces.Add(workspace);
        return workspace;
    }

    /// <summary>Makes a workspace; all share the one host, whose composition is expensive.</summary>
    protected virtual Task<Workspace> CreateWorkspaceImplAsync()
        => Task.FromResult<Workspace>(new AdhocWorkspace(MefHostServices.DefaultHost));

    /// <summary>The run itself.</summary>
    protected virtual async Task RunImplAsync(CancellationToken cancellationToken)
    {
        if (TestState.GeneratedSources.Count == 0)
            Verify.NotEmpty($"{nameof(TestState)}.{nameof(SolutionState.Sources)}", TestState.Sources);

        var testState = ProcessMarkup(TestState.WithInheritedValuesApplied(null, []), fixableDiagnostics: []);
        await VerifyDiagnosticsAsync(testState, Verify, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The state with plain texts, with the diagnostics its markup expects from the analyzers under test.</summary>
    private protected SolutionState ProcessMarkup(SolutionState state, ImmutableArray<string> fixableDiagnostics)
    {
        var analyzers = GetDiagnosticAnalyzers().ToArray();
        return state.WithProcessedMarkup(
            MarkupOptions,
            GetDefaultDiagnostic(analyzers),
            [.. analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics)],
            fixableDiagnostics,
            DefaultFilePath);
    }

    /// <summary>The descriptor that unnamed markup stands for, or null if there is no single one.</summary>
    protected internal virtual DiagnosticDescriptor? GetDefaultDiagnostic(DiagnosticAnalyzer[] analyzers)
    {
        if (MarkupOptions.HasFlag(MarkupOptions.UseFirstDescriptor))
            return analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).FirstOrDefault();

        return analyzers is [{ SupportedDiagnostics: [var only] }, ..] ? only : null;
    }

    /// <summary>Gives new instances of the analyzers under test.</summary>
    protected abstract IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers();

    /// <summary>Gives the compilation options of the primary project.</summary>
    protected abstract CompilationOptions CreateCompilationOptions();

    /// <summary>Gives the parse options of the primary project.</summary>
    protected abstract ParseOptions CreateParseOptions();
}
