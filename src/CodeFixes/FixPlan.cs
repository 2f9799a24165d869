using System;
using System.Threading;
using System.Threading.Tasks;
using LeakGuard.CodeFixes.Synthesis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Text;

namespace LeakGuard.CodeFixes;

/// <summary>An edit whose preconditions have been checked.</summary>
internal sealed class FixPlan
{
    /// <param name="title">What the user reads in the light bulb.</param>
    /// <param name="key">Equivalence key: plans with one key are applied together by fix all.</param>
    /// <param name="touched">The part of the file the edit rewrites: two plans that overlap are not applied in one round.</param>
    /// <param name="edit">The edit, in terms of nodes of the document the plan was made for.</param>
    public FixPlan(string title, string key, TextSpan touched, Action<DocumentEditor> edit)
    {
        Title = title;
        Key = key;
        Touched = touched;
        Edit = edit;
    }

    public string Title { get; }

    public string Key { get; }

    public TextSpan Touched { get; }

    public Action<DocumentEditor> Edit { get; }

    public async Task<Document> ApplyAsync(Document document, CancellationToken cancellation)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellation).ConfigureAwait(false);
        Edit(editor);
        return await Finish.Async(editor.OriginalRoot, editor.GetChangedDocument(), cancellation).ConfigureAwait(false);
    }
}
