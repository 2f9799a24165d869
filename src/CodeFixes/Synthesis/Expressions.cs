using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>Expressions that a fix writes into a statement that stays.</summary>
internal static class Expressions
{
    /// <summary>An expression from its text. Each of its names is simplified where it is put: around it nothing is touched.</summary>
    public static ExpressionSyntax Parse(string text) => Simplified(SyntaxFactory.ParseExpression(text));

    /// <summary>Made code, all of whose names are simplified, wherever it is put.</summary>
    public static T Simplified<T>(T node)
        where T : SyntaxNode =>
        node.ReplaceNodes(node.DescendantNodesAndSelf().OfType<ExpressionSyntax>(), (_, changed) => changed.WithAdditionalAnnotations(Simplifier.Annotation));

    /// <summary>The file compiles as well as before when the edit is made.</summary>
    public static bool Compiles(FixRequest request, Action<DocumentEditor> edit)
    {
        var editor = DocumentEditor.CreateAsync(request.Document, request.Cancellation).GetAwaiter().GetResult();
        edit(editor);
        var changed = editor.GetChangedRoot();
        return Trial.Compiles(request, trial => trial.ReplaceNode(request.Root, (_, _) => changed));
    }
}
