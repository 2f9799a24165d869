using System.Collections.Immutable;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The rounds expected of a fix run where the test does not say.</summary>
internal static class ExpectedRounds
{
    public static int Incremental(SolutionState testState, SolutionState fixedState, ImmutableArray<DiagnosticResult> fixable)
        => StateContent.HasAnyChangeInSolution(testState, fixedState) ? -fixable.Length : 0;

    public static int FixAllInSolution(SolutionState testState, SolutionState fixedState)
        => StateContent.HasAnyChangeInSolution(testState, fixedState)
            ? -testState.AdditionalProjects.Values.Select(project => project.Language).Append(testState.Language).Distinct().Count()
            : 0;

    public static int FixAllInProject(SolutionState testState, SolutionState fixedState)
        => -((StateContent.HasAnyChange(testState, fixedState) ? 1 : 0) + StateContent.ChangedProjects(testState, fixedState).Count());

    public static int FixAllInDocument(SolutionState testState, SolutionState fixedState, ImmutableArray<DiagnosticResult> fixable)
        => StateContent.HasAnyChange(testState, fixedState)
            ? -fixable.Select(diagnostic => diagnostic.Spans.FirstOrDefault().Span.Path).Distinct().Count()
            : 0;
}
