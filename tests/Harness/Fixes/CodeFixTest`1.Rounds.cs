using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

// The rounds of a fix run.
public abstract partial class CodeFixTest<TVerifier>
{
    private Task FixEachAsync(FixRun run) => RunRoundsAsync(run, "code fix", (round, diagnostics) => FixNextAsync(run, round, SelectFixable(run, diagnostics)));

    private Task FixAllAsync(FixRun run, FixAllScope scope) => RunRoundsAsync(run, "fix all", (round, diagnostics) => FixAllInScopeAsync(run, round, scope, diagnostics));

    /// <summary>Repeats rounds until nothing changes any more, and then checks their number.</summary>
    private async Task RunRoundsAsync(FixRun run, string kind, Func<int, ImmutableArray<(Project Project, Diagnostic Diagnostic)>, Task<RoundResult>> fixRound)
    {
        for (var round = 0; ; round++)
        {
            var diagnostics = await GetSortedDiagnosticsAsync(run.Project.Solution, run.Analyzers, run.CancellationToken).ConfigureAwait(false);
            if (!run.HasNews(diagnostics))
                break;

            if (Failures.Capture(() => run.Rounds.Start(run.Verifier, kind)) is { } exceeded)
            {
                run.AddFailure(exceeded);
                return;
            }

            var result = await fixRound(round, diagnostics).ConfigureAwait(false);
            if (result == RoundResult.Aborted)
                return;

            if (result == RoundResult.NothingOffered)
                run.Rounds.Uncount();

            if (result != RoundResult.Changed || CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.FixOne))
                break;
        }

        run.AddFailure(Failures.Capture(() => run.Rounds.VerifyEnd(run.Verifier)));
    }

    /// <summary>Applies the first action that changes something.</summary>
    private async Task<RoundResult> FixNextAsync(FixRun run, int round, ImmutableArray<(Project Project, Diagnostic Diagnostic)> fixable)
    {
        var result = RoundResult.NothingOffered;
        foreach (var (_, diagnostic) in fixable)
        {
            var document = run.Project.Solution.GetDocument(diagnostic.Location.SourceTree)!;
            var actions = ImmutableArray.CreateBuilder<CodeAction>();
            foreach (var provider in run.Providers)
                actions.AddRange(await GetActionsAsync(run, provider, document, diagnostic).ConfigureAwait(false));

            if (SelectCodeAction(round, FilterCodeActions(actions.ToImmutable()), run.Verifier) is not { } action)
                continue;

            result = RoundResult.NothingChanged;
            if (await ApplyAsync(run, document.Project, action).ConfigureAwait(false))
                return RoundResult.Changed;
        }

        return result;
    }

    /// <summary>Fixes all that are like the first diagnostic with an action.</summary>
    private async Task<RoundResult> FixAllInScopeAsync(FixRun run, int round, FixAllScope scope, ImmutableArray<(Project Project, Diagnostic Diagnostic)> diagnostics)
    {
        if (await FindFixAsync(run, round, SelectFixable(run, diagnostics)).ConfigureAwait(false) is not var (project, diagnostic, provider, equivalenceKey)
            || provider.GetFixAllProvider() is not { } fixAllProvider
            || !fixAllProvider.GetSupportedFixAllScopes().Contains(scope))
        {
            return RoundResult.NothingOffered;
        }

        var document = run.Project.Solution.GetDocument(diagnostic.Location.SourceTree);
        var context = CreateFixAllContext(
            document,
            document is null ? (TextSpan?)null : diagnostic.Location.SourceSpan,
            project,
            provider,
            scope,
            equivalenceKey,
            fixAllProvider.GetSupportedFixAllDiagnosticIds(provider),
            diagnostic.Severity,
            new FixAllDiagnostics(diagnostics),
            run.CancellationToken);
        if (await fixAllProvider.GetFixAsync(context).ConfigureAwait(false) is not { } action)
            return RoundResult.Aborted;

        return await ApplyAsync(run, project, action).ConfigureAwait(false) ? RoundResult.Changed : RoundResult.NothingChanged;
    }

    private async Task<(Project Project, Diagnostic Diagnostic, CodeFixProvider Provider, string? EquivalenceKey)?> FindFixAsync(
        FixRun run, int round, ImmutableArray<(Project Project, Diagnostic Diagnostic)> fixable)
    {
        foreach (var (project, diagnostic) in fixable)
        {
            var document = run.Project.Solution.GetDocument(diagnostic.Location.SourceTree)!;
            var actions = ImmutableArray.CreateBuilder<(CodeAction Action, CodeFixProvider Provider)>();
            foreach (var provider in run.Providers)
            {
                var offered = FilterCodeActions(await GetActionsAsync(run, provider, document, diagnostic).ConfigureAwait(false));
                actions.AddRange(offered.Select(action => (action, provider)));
            }

            if (SelectCodeAction(round, [.. actions.Select(entry => entry.Action)], run.Verifier) is { } selected)
                return (project, diagnostic, actions.First(entry => entry.Action == selected).Provider, selected.EquivalenceKey);
        }

        return null;
    }

    /// <summary>What a provider offers for one diagnostic; it is not asked about ids it does not list.</summary>
    private async Task<ImmutableArray<CodeAction>> GetActionsAsync(FixRun run, CodeFixProvider provider, Document document, Diagnostic diagnostic)
    {
        if (!provider.FixableDiagnosticIds.Contains(diagnostic.Id))
            return [];

        var actions = ImmutableArray.CreateBuilder<CodeAction>();
        var context = CreateCodeFixContext(document, diagnostic.Location.SourceSpan, [diagnostic], (action, _) => actions.Add(action), run.CancellationToken);
        await provider.RegisterCodeFixesAsync(context).ConfigureAwait(false);
        return actions.ToImmutable();
    }

    private async Task<bool> ApplyAsync(FixRun run, Project project, CodeAction action)
    {
        var (changed, validationError) = await ApplyCodeActionAsync(project, action, run.Verifier, run.CancellationToken).ConfigureAwait(false);
        run.AddFailure(validationError);
        if (changed == project)
            return false;

        run.Continue(changed.Solution);
        return true;
    }

    private enum RoundResult
    {
        /// <summary>No action was offered; the round does not count.</summary>
        NothingOffered,

        /// <summary>Actions were offered, but none changed anything.</summary>
        NothingChanged,

        /// <summary>An action changed the solution.</summary>
        Changed,

        /// <summary>The fix-all provider gave no action; the rounds are not checked.</summary>
        Aborted,
    }
}
