using Microsoft.CodeAnalysis.Options;

namespace Microsoft.CodeAnalysis.Testing;

// Makes the solution of a state.
public abstract partial class AnalyzerTest<TVerifier>
{
    /// <summary>
    /// Turns on the diagnostics of the analyzers under test and analyzer exceptions, and turns off
    /// <see cref="DisabledDiagnostics"/>. What <see cref="CreateCompilationOptions"/> says about an id stays.
    /// </summary>
    protected virtual Project ApplyCompilationOptions(Project project)
    {
        var levels = new Dictionary<string, ReportDiagnostic>();
        foreach (var descriptor in GetDiagnosticAnalyzers().SelectMany(analyzer => analyzer.SupportedDiagnostics))
            levels[descriptor.Id] = descriptor.IsEnabledByDefault ? ReportDiagnostic.Default : Level(descriptor.DefaultSeverity);

        levels["AD0001"] = ReportDiagnostic.Error;
        foreach (var id in DisabledDiagnostics)
            levels[id] = ReportDiagnostic.Suppress;

        var options = project.CompilationOptions ?? throw new InvalidOperationException("The project does not have compilation options.");
        foreach (var (id, level) in options.SpecificDiagnosticOptions)
            levels[id] = level;

        return Required(project.Solution.WithProjectCompilationOptions(project.Id, options.WithSpecificDiagnosticOptions(levels)), project.Id);
    }

    /// <summary>The primary project, in a new solution with the additional projects.</summary>
    private protected async Task<Project> CreateProjectAsync(EvaluatedProject primary, SolutionState state, CancellationToken cancellationToken)
    {
        var additional = state.AdditionalProjects.Values.Select(project => new EvaluatedProject(project, ReferenceAssemblies)).ToArray();
        var ids = additional.Prepend(primary).ToDictionary(project => project.State.Name, project => ProjectId.CreateNewId(project.State.Name));
        var primaryId = ids[primary.State.Name];

        var solution = (await CreateWorkspaceWithOptionsAsync().ConfigureAwait(false)).CurrentSolution
            .AddProject(primaryId, primary.State.Name, primary.State.AssemblyName, primary.State.Language)
            .WithProjectCompilationOptions(primaryId, CreateCompilationOptions())
            .WithProjectParseOptions(primaryId, CreateParseOptions());
        foreach (var project in additional)
            solution = solution.AddProject(ids[project.State.Name], project.State.Name, project.State.AssemblyName, project.State.Language);

        foreach (var project in additional.Prepend(primary))
            solution = await FillProjectAsync(solution, ids[project.State.Name], project, cancellationToken).ConfigureAwait(false);

        foreach (var project in additional.Prepend(primary))
        {
            solution = solution.AddProjectReferences(
                ids[project.State.Name],
                project.State.AdditionalProjectReferences.Select(name => new ProjectReference(ids[name])));
        }

        foreach (var transform in SolutionTransforms)
            solution = transform(solution, primaryId);

        return ApplyCompilationOptions(Required(solution, primaryId));
    }

    private static ReportDiagnostic Level(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Hidden => ReportDiagnostic.Hidden,
        DiagnosticSeverity.Info => ReportDiagnostic.Info,
        DiagnosticSeverity.Warning => ReportDiagnostic.Warn,
        DiagnosticSeverity.Error => ReportDiagnostic.Error,
        _ => throw new ArgumentOutOfRangeException(nameof(severity)),
    };

    private static Project Required(Solution solution, ProjectId id)
        => solution.GetProject(id) ?? throw new InvalidOperationException($"The solution does not contain project '{id}'.");

    private async Task<Workspace> CreateWorkspaceWithOptionsAsync()
    {
        var workspace = await CreateWorkspaceAsync().ConfigureAwait(false);
        if (OptionsTransforms.Count == 0)
            return workspace;

        var options = OptionsTransforms.Aggregate<Func<OptionSet, OptionSet>, OptionSet>(workspace.Options, (current, transform) => transform(current));
        return workspace.TryApplyChanges(workspace.CurrentSolution.WithOptions(options))
            ? workspace
            : throw new InvalidOperationException("Failed to apply workspace option transforms.");
    }

    private async Task<Solution> FillProjectAsync(Solution solution, ProjectId id, EvaluatedProject project, CancellationToken cancellationToken)
    {
        var created = Required(solution, id);
        solution = solution
            .WithProjectCompilationOptions(id, created.CompilationOptions!
                .WithOutputKind(project.OutputKind)
                .WithXmlReferenceResolver(new XmlIncludes(XmlReferences))
                .WithAssemblyIdentityComparer(project.ReferenceAssemblies.AssemblyIdentityComparer))
            .WithProjectParseOptions(id, created.ParseOptions!.WithDocumentationMode(project.DocumentationMode))
            .AddMetadataReferences(id, await project.ReferenceAssemblies.ResolveAsync(project.State.Language, cancellationToken).ConfigureAwait(false))
            .AddMetadataReferences(id, project.State.AdditionalReferences);

        foreach (var file in project.Sources)
        {
            var (documentId, name, folders) = NewDocument(id, project, file.filename);
            solution = solution.AddDocument(documentId, name, file.content, folders, file.filename);
        }

        foreach (var file in project.State.AdditionalFiles)
        {
            var (documentId, name, folders) = NewDocument(id, project, file.filename);
            solution = solution.AddAdditionalDocument(documentId, name, file.content, folders, file.filename);
        }

        foreach (var file in project.State.AnalyzerConfigFiles)
        {
            var (documentId, name, folders) = NewDocument(id, project, file.filename);
            solution = solution.AddAnalyzerConfigDocument(documentId, name, file.content, folders, file.filename);
        }

        return solution;
    }

    private static (DocumentId Id, string Name, string[] Folders) NewDocument(ProjectId id, EvaluatedProject project, string path)
    {
        var (name, folders) = ProjectPath.Split(project.State.DefaultPrefix, path);
        return (DocumentId.CreateNewId(id, path), name, folders);
    }
}
