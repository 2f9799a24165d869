using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Takes the markup out of all files of a state and turns it into expected diagnostics.</summary>
internal sealed class StateMarkup(SolutionState state, MarkupDiagnostics diagnostics, MarkupOptions options, string defaultPath)
{
    private readonly Dictionary<string, FileLinePositionSpan> _locations = [];
    private readonly List<DiagnosticResult> _expected = [.. state.ExpectedDiagnostics.Select(diagnostic => diagnostic.WithDefaultPath(defaultPath))];

    public SolutionState Process()
    {
        var result = new SolutionState(state.Name, state.Language, state.DefaultPrefix, state.DefaultExtension)
        {
            InheritanceMode = StateInheritanceMode.Explicit,
            MarkupHandling = MarkupMode.None,
        };
        CopyProcessed(state, result);
        foreach (var (name, project) in state.AdditionalProjects)
        {
            var processed = new ProjectState(project.Name, project.Language, project.DefaultPrefix, project.DefaultExtension);
            CopyProcessed(project, processed);
            result.AdditionalProjects.Add(name, processed);
        }

        // Last, because an expectation may name a span of any file.
        result.ExpectedDiagnostics.AddRange(_expected.Select(diagnostic => diagnostic.WithAppliedMarkupLocations(_locations)));
        return result;
    }

    private void CopyProcessed(ProjectState source, ProjectState target)
    {
        target.ReferenceAssemblies = source.ReferenceAssemblies;
        target.OutputKind = source.OutputKind;
        target.DocumentationMode = source.DocumentationMode;
        target.Sources.AddRange(source.Sources.Select(Process));
        target.GeneratedSources.AddRange(source.GeneratedSources.Select(Process));
        target.AdditionalFiles.AddRange(source.AllAdditionalFiles().Select(Process));
        target.AnalyzerConfigFiles.AddRange(source.AnalyzerConfigFiles.Select(Process));
        target.AdditionalProjectReferences.AddRange(source.AdditionalProjectReferences);
        target.AdditionalReferences.AddRange(source.AdditionalReferences);
    }

    private (string Filename, SourceText Content) Process((string filename, SourceText content) file)
    {
        if (diagnostics.Handling == MarkupMode.None)
            return file;

        var (output, positions, spans) = Parse(file.content.ToString());
        var text = SourceText.From(output, file.content.Encoding, file.content.ChecksumAlgorithm);
        if (diagnostics.Handling != MarkupMode.Ignore)
        {
            foreach (var position in positions)
                Expect(string.Empty, result => result.WithLocation(file.filename, text.Lines.GetLinePosition(position)));

            foreach (var (name, sameName) in spans)
                AddSpans(file.filename, text, name, sameName);
        }

        return (file.filename, text);
    }

    private (string Output, ImmutableArray<int> Positions, ImmutableDictionary<string, ImmutableArray<TextSpan>> Spans) Parse(string input)
    {
        if (options.HasFlag(MarkupOptions.TreatPositionIndicatorsAsCode))
        {
            TestFileMarkupParser.GetSpans(input, treatPositionIndicatorsAsCode: true, out var output, out var spans);
            return (output, [], spans);
        }
        else
        {
            TestFileMarkupParser.GetPositionsAndSpans(input, out var output, out var positions, out var spans);
            return (output, positions, spans);
        }
    }

    private void AddSpans(string filename, SourceText text, string name, ImmutableArray<TextSpan> spans)
    {
        var located = spans.Select(span => new FileLinePositionSpan(filename, text.Lines.GetLinePositionSpan(span)));
        if (!name.StartsWith('#'))
        {
            foreach (var span in located)
                Expect(name, result => result.WithSpan(span));
        }
        else if (spans.Length != 1 || !_locations.TryAdd(name, located.Single()))
        {
            throw new InvalidOperationException($"Input contains multiple markup locations with key '{name}'");
        }
    }

    private void Expect(string name, Func<DiagnosticResult, DiagnosticResult> locate)
    {
        if (diagnostics.Create(name) is { } result)
            _expected.Add(locate(result));
    }
}
