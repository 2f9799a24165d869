using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LeakGuard.ProvingGround.Machinery;

/// <summary>Applies the code fix of a rule as a light bulb would: the first action that is offered, until nothing is left to fix.</summary>
internal static class Repair
{
    private const int Rounds = 10;

    private static readonly CodeFixProvider[] Providers =
        [.. typeof(CodeFixes.LeakFix).Assembly.GetTypes()
            .Where(type => type.IsPublic && !type.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(type))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!)];

    public static bool Exists(string rule) => Providers.Any(provider => provider.FixableDiagnosticIds.Contains(rule));

    /// <summary>The project with everything fixed that the fix is offered for, and how often it was applied.</summary>
    public static async Task<(Project Project, int Applied)> ApplyAsync(Project project, string rule)
    {
        for (var applied = 0; applied < Rounds; applied++)
        {
            if (await OnceAsync(project, rule) is not { } changed)
                return (project, applied);
            project = changed;
        }

        throw new ProofException($"the fix was applied {Rounds} times and {rule} still fires");
    }

    /// <summary>The project with the first diagnostic fixed that the fix is offered for; null when there is none.</summary>
    public static async Task<Project?> OnceAsync(Project project, string rule)
    {
        var compilation = await project.GetCompilationAsync() ?? throw new ProofException("there is no compilation");
        foreach (var diagnostic in await Workbench.AnalyzeAsync(compilation))
        {
            if (diagnostic.Id == rule && await FixedAsync(project, diagnostic) is { } changed)
                return changed.GetProject(project.Id);
        }

        return null;
    }

    private static async Task<Solution?> FixedAsync(Project project, Diagnostic diagnostic)
    {
        var document = project.GetDocument(diagnostic.Location.SourceTree) ?? throw new ProofException("a diagnostic outside the program");
        var actions = new List<CodeAction>();
        foreach (var provider in Providers.Where(provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id)))
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        if (actions.Count == 0)
            return null;
        var operations = await actions[0].GetOperationsAsync(CancellationToken.None);
        return operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
    }
}
