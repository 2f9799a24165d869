using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>Compiles what an edit would give, before it is offered.</summary>
internal static class Trial
{
    /// <summary>Wants a documentation comment on every public member: what is there tells whether the author does.</summary>
    private const string MissingComment = "CS1591";

    /// <summary>The edited file has no error and no warning of the compiler that it did not have before.</summary>
    public static bool Compiles(FixRequest request, Action<DocumentEditor> edit)
    {
        var editor = DocumentEditor.CreateAsync(request.Document, request.Cancellation).GetAwaiter().GetResult();
        edit(editor);
        var tree = request.Root.SyntaxTree.WithRootAndOptions(editor.GetChangedRoot(), request.Root.SyntaxTree.Options);
        var compilation = request.Model.Compilation.ReplaceSyntaxTree(request.Root.SyntaxTree, tree);
        var before = Count(request.Model, request);
        foreach (var pair in Count(compilation.GetSemanticModel(tree), request))
        {
            if (!before.TryGetValue(pair.Key, out var known) || known < pair.Value)
                return false;
        }

        return true;
    }

    /// <summary>Names for locals of a new member beside this one, or of any member of a type, before there is an edit.</summary>
    public static Names NamesIn(FixRequest request, SyntaxNode scope)
    {
        var editor = DocumentEditor.CreateAsync(request.Document, request.Cancellation).GetAwaiter().GetResult();
        return scope is TypeDeclarationSyntax type ? Names.InType(editor, type) : Names.In(editor, scope);
    }

    private static Dictionary<string, int> Count(SemanticModel model, FixRequest request) =>
        model.GetDiagnostics(cancellationToken: request.Cancellation)
            .Where(d => d.Severity >= DiagnosticSeverity.Warning && !d.IsSuppressed && d.Id != MissingComment)
            .GroupBy(d => d.Id)
            .ToDictionary(g => g.Key, g => g.Count());
}
