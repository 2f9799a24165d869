using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A project state with all defaults filled in; only its sources are ever replaced.</summary>
internal sealed class EvaluatedProject(
    ProjectState state, ReferenceAssemblies defaultReferenceAssemblies, ImmutableArray<(string filename, SourceText content)> sources)
{
    public EvaluatedProject(ProjectState state, ReferenceAssemblies defaultReferenceAssemblies)
        : this(state, defaultReferenceAssemblies, [.. state.Sources])
    {
    }

    public ProjectState State { get; } = state;

    public ReferenceAssemblies ReferenceAssemblies { get; } = state.ReferenceAssemblies ?? defaultReferenceAssemblies;

    public OutputKind OutputKind { get; } = state.OutputKind ?? OutputKind.DynamicallyLinkedLibrary;

    public DocumentationMode DocumentationMode { get; } = state.DocumentationMode ?? DocumentationMode.Diagnose;

    public ImmutableArray<(string filename, SourceText content)> Sources { get; } = sources;

    /// <summary>The same project with a line of text put before every source.</summary>
    public EvaluatedProject WithSourcePrefix(string prefix)
        => new(
            State,
            ReferenceAssemblies,
            [.. Sources.Select(source => (source.filename, source.content.Replace(new TextSpan(0, 0), prefix)))]);
}
