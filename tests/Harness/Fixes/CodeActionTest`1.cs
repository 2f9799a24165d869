using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Microsoft.CodeAnalysis.CodeActions;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A test that applies code actions: which one, and how its result is checked.</summary>
public abstract class CodeActionTest<TVerifier> : AnalyzerTest<TVerifier>
    where TVerifier : IVerifier, new()
{
    /// <summary>The index of the action to apply, nested ones counted singly; null is the first.</summary>
    public int? CodeActionIndex { get; set; }

    /// <summary>The equivalence key of the action to apply; if an index is given too, both must mean the same action.</summary>
    public string? CodeActionEquivalenceKey { get; set; }

    /// <summary>A further check of the selected action.</summary>
    public Action<CodeAction, IVerifier>? CodeActionVerifier { get; set; }

    /// <summary>How the action's tree is compared with the tree parsed from its text.</summary>
    public CodeActionValidationMode CodeActionValidationMode { get; set; } = CodeActionValidationMode.SemanticStructure;

    /// <summary>The enumeration of syntax kinds, for readable failures.</summary>
    public abstract Type SyntaxKindType { get; }

    /// <summary>Replaces actions that have nested actions by these.</summary>
    protected virtual ImmutableArray<CodeAction> FilterCodeActions(ImmutableArray<CodeAction> actions)
        => [.. Flatten(actions)];

    /// <summary>The action the test asks for, or null if it is not offered.</summary>
    private protected CodeAction? SelectCodeAction(int round, ImmutableArray<CodeAction> actions, IVerifier verifier)
    {
        var (index, key) = (CodeActionIndex ?? 0, CodeActionEquivalenceKey);
        CodeAction? selected;
        if (key is null)
        {
            selected = index < actions.Length ? actions[index] : null;
        }
        else
        {
            selected = actions.FirstOrDefault(action => action.EquivalenceKey == key);
            if (CodeActionIndex is not null && (selected is not null || round == 0))
            {
                verifier.True(
                    index < actions.Length,
                    $"Expected to find a code action at index '{index}', but only '{actions.Length}' code actions were found.");
                verifier.Equal(
                    key,
                    actions[index].EquivalenceKey,
                    "The code action equivalence key and index must be consistent when both are specified.");
                selected = actions[index];
            }
        }

        if (selected is not null)
            CodeActionVerifier?.Invoke(selected, verifier);

        return selected;
    }

    /// <summary>
    /// The project after the action, every changed document parsed anew from its text, and the first difference
    /// between the action's tree and the parsed one. Without changes, the project itself.
    /// </summary>
    private protected async Task<(Project Project, ExceptionDispatchInfo? ValidationError)> ApplyCodeActionAsync(
        Project project, CodeAction action, IVerifier verifier, CancellationToken cancellationToken)
    {
        var operations = await action.GetOperationsAsync(cancellationToken).ConfigureAwait(false);
        var changes = operations.OfType<ApplyChangesOperation>().ToArray();
        verifier.Equal(1, changes.Length, $"Expected the code action '{action.Title}' to have exactly one {nameof(ApplyChangesOperation)}, but it has '{changes.Length}'.");

        var solution = changes[0].ChangedSolution;
        if (solution.GetProject(project.Id) == project)
            return (project, null);

        var validation = new TreeValidation(verifier, CodeActionValidationMode, SyntaxKindType);
        solution = await validation.ReparseAsync(project.Solution, solution, cancellationToken).ConfigureAwait(false);
        var changed = solution.GetProject(project.Id)
            ?? throw new InvalidOperationException($"The changed solution does not contain project '{project.Name}'.");
        return (changed, validation.FirstError);
    }

    private static IEnumerable<CodeAction> Flatten(ImmutableArray<CodeAction> actions)
        => actions.SelectMany(action => action.NestedActions.IsEmpty ? [action] : Flatten(action.NestedActions));
}
