using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Comparison of the texts and references of two states.</summary>
internal static class StateContent
{
    /// <summary>Whether the state has content of its own that is not the base state's.</summary>
    public static bool Differs(SolutionState state, SolutionState baseState, bool willInherit)
    {
        return FilesDiffer(state.Sources, baseState.Sources)
            || FilesDiffer(state.GeneratedSources, baseState.GeneratedSources)
            || FilesDiffer(state.AdditionalFiles, baseState.AdditionalFiles)
            || FilesDiffer(state.AnalyzerConfigFiles, baseState.AnalyzerConfigFiles)
            || (IsOwn(state.AdditionalReferences.Count) && !state.AdditionalReferences.SequenceEqual(baseState.AdditionalReferences));

        bool FilesDiffer(SourceFileCollection own, SourceFileCollection inherited)
            => IsOwn(own.Count) && !SameFiles(own, inherited, checkAlgorithm: false);

        bool IsOwn(int count) => count > 0 || !willInherit;
    }

    /// <summary>Whether a fix has to change any file to get from one state to the other.</summary>
    public static bool HasAnyChange(ProjectState oldState, ProjectState newState)
        => !SameFiles(oldState.Sources, newState.Sources, checkAlgorithm: true)
            || !SameFiles(oldState.GeneratedSources, newState.GeneratedSources, checkAlgorithm: true)
            || !SameFiles(oldState.AdditionalFiles, newState.AdditionalFiles, checkAlgorithm: true)
            || !SameFiles(oldState.AnalyzerConfigFiles, newState.AnalyzerConfigFiles, checkAlgorithm: true);

    /// <summary>As <see cref="HasAnyChange"/>, in the additional projects too.</summary>
    public static bool HasAnyChangeInSolution(SolutionState oldState, SolutionState newState)
        => HasAnyChange(oldState, newState)
            || oldState.AdditionalProjects.Count != newState.AdditionalProjects.Count
            || ChangedProjects(oldState, newState).Any();

    /// <summary>The additional projects of the old state that the new one lacks or has with other files.</summary>
    public static IEnumerable<string> ChangedProjects(SolutionState oldState, SolutionState newState)
        => oldState.AdditionalProjects
            .Where(project => !newState.AdditionalProjects.TryGetValue(project.Key, out var newProject) || HasAnyChange(project.Value, newProject))
            .Select(project => project.Key);

    /// <summary>Whether the test said anything about the state, so that a fix is expected.</summary>
    public static bool IsGiven(SolutionState state)
        => state.InheritanceMode is not null
            || state.MarkupHandling is not null
            || state.Sources.Count > 0
            || state.GeneratedSources.Count > 0
            || state.AdditionalFiles.Count > 0
            || state.AnalyzerConfigFiles.Count > 0
            || state.AdditionalFilesFactories.Count > 0;

    private static bool SameFiles(SourceFileCollection left, SourceFileCollection right, bool checkAlgorithm)
        => left.Count == right.Count && left.Zip(right).All(pair => SameFile(pair.First, pair.Second, checkAlgorithm));

    private static bool SameFile((string filename, SourceText content) left, (string filename, SourceText content) right, bool checkAlgorithm)
        => left.filename == right.filename
            && Equals(left.content.Encoding, right.content.Encoding)
            && (!checkAlgorithm || left.content.ChecksumAlgorithm == right.content.ChecksumAlgorithm)
            && left.content.ContentEquals(right.content);
}
