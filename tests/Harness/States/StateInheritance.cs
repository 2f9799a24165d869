using System.Collections.Immutable;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>What a fixed state takes over from the state before the fix.</summary>
internal static class StateInheritance
{
    public static SolutionState Apply(SolutionState state, SolutionState? baseState, ImmutableArray<string> fixableDiagnostics)
    {
        if (baseState?.AdditionalFilesFactories.Count > 0)
            throw new InvalidOperationException("The base state should already have its inheritance state evaluated prior to its use as a base state.");

        var (inheritance, markup) = Modes(state, baseState);
        var result = new SolutionState(state.Name, state.Language, state.DefaultPrefix, state.DefaultExtension)
        {
            InheritanceMode = StateInheritanceMode.Explicit,
            MarkupHandling = markup,
            ReferenceAssemblies = state.ReferenceAssemblies,
            OutputKind = state.OutputKind,
            DocumentationMode = state.DocumentationMode,
        };

        var inherited = inheritance == StateInheritanceMode.Explicit ? null : baseState;
        if (inherited is not null)
        {
            result.ReferenceAssemblies ??= inherited.ReferenceAssemblies;
            result.OutputKind ??= inherited.OutputKind;
            result.DocumentationMode ??= inherited.DocumentationMode;
        }

        AddOwnOrInherited(result.Sources, state.Sources, inherited?.Sources);
        AddOwnOrInherited(result.GeneratedSources, state.GeneratedSources, inherited?.GeneratedSources);
        AddOwnOrInherited(result.AdditionalFiles, state.AdditionalFiles, inherited?.AdditionalFiles);
        AddOwnOrInherited(result.AnalyzerConfigFiles, state.AnalyzerConfigFiles, inherited?.AnalyzerConfigFiles);
        AddOwnOrInherited(result.AdditionalProjectReferences, state.AdditionalProjectReferences, inherited?.AdditionalProjectReferences);
        AddOwnOrInherited(result.AdditionalReferences, state.AdditionalReferences, inherited?.AdditionalReferences);
        AddOwnOrInherited(
            result.ExpectedDiagnostics,
            state.ExpectedDiagnostics,
            inherited?.ExpectedDiagnostics.Where(diagnostic
                => inheritance == StateInheritanceMode.AutoInheritAll || !fixableDiagnostics.Contains(diagnostic.Id)));
        result.AdditionalFiles.AddRange(state.AdditionalFilesFactories.SelectMany(factory => factory()));

        var projects = state.AdditionalProjects.Count == 0 && inherited is not null ? inherited.AdditionalProjects : state.AdditionalProjects;
        foreach (var (name, project) in projects)
            result.AdditionalProjects.Add(name, project);

        return result;
    }

    private static (StateInheritanceMode Inheritance, MarkupMode Markup) Modes(SolutionState state, SolutionState? baseState)
    {
        var (inheritance, markup) = (state.InheritanceMode, state.MarkupHandling);
        if (inheritance is { } setInheritance && !Enum.IsDefined(setInheritance))
            throw new InvalidOperationException($"Unexpected inheritance mode: {inheritance}");

        if (baseState is null)
            return (inheritance ?? StateInheritanceMode.Explicit, markup ?? MarkupMode.Allow);

        return StateContent.Differs(state, baseState, willInherit: inheritance != StateInheritanceMode.Explicit)
            ? (inheritance ?? StateInheritanceMode.AutoInherit, markup ?? MarkupMode.IgnoreFixable)
            : (inheritance ?? StateInheritanceMode.AutoInheritAll, markup ?? baseState.MarkupHandling ?? MarkupMode.Allow);
    }

    private static void AddOwnOrInherited<T>(List<T> result, List<T> own, IEnumerable<T>? inherited)
        => result.AddRange(own.Count == 0 && inherited is not null ? inherited : own);
}
