using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakGuard.CodeFixes;

/// <summary>One diagnostic to fix, with the tree and model it stands in and the facts it carries.</summary>
internal sealed class FixRequest
{
    private FixRequest(Document document, SyntaxNode root, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellation)
    {
        Document = document;
        Root = root;
        Model = model;
        Diagnostic = diagnostic;
        Cancellation = cancellation;
        Node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
    }

    public Document Document { get; }

    public SyntaxNode Root { get; }

    public SemanticModel Model { get; }

    public Diagnostic Diagnostic { get; }

    public CancellationToken Cancellation { get; }

    /// <summary>The innermost node with the span of the diagnostic.</summary>
    public SyntaxNode Node { get; }

    public LanguageVersion LanguageVersion => ((CSharpParseOptions)Root.SyntaxTree.Options).LanguageVersion;

    /// <summary>A fact that the analyzer wrote (keys in <c>LeakGuard.Reporting.FixFacts</c>); null when it wrote none.</summary>
    public string? Fact(string key) => Diagnostic.Properties.TryGetValue(key, out var value) ? value : null;

    public static async Task<FixRequest?> CreateAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        return root == null || model == null || !root.FullSpan.Contains(diagnostic.Location.SourceSpan) ? null : new FixRequest(document, root, model, diagnostic, cancellation);
    }
}
