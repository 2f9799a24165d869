using System.Collections.Generic;
using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Options;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakGuard.Suppression;

/// <summary>The models of the outermost types in which diagnostics stand: made once per run of the suppressor, gone with it.</summary>
internal sealed class OwnerModels
{
    private readonly Dictionary<INamedTypeSymbol, OwnerModel?> models = new(SymbolEqualityComparer.Default);
    private readonly SuppressionAnalysisContext context;
    private Analysis? analysis;

    public OwnerModels(SuppressionAnalysisContext context) => this.context = context;

    /// <summary>The model of the outermost type around the diagnostic; null when some of its code was too large to be read.</summary>
    public OwnerModel? Of(Diagnostic diagnostic)
    {
        if (diagnostic.Location.SourceTree is not { } tree)
            return null;
        var node = tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        if (node.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().LastOrDefault() is not { } declaration
            || context.GetSemanticModel(tree).GetDeclaredSymbol(declaration, context.CancellationToken) is not INamedTypeSymbol type)
            return null;
        if (!models.TryGetValue(type, out var model))
            models.Add(type, model = Make(type, tree));
        return model;
    }

    private OwnerModel? Make(INamedTypeSymbol type, SyntaxTree tree)
    {
        analysis ??= new Analysis(context.Compilation, Settings.Read(context.Options.AnalyzerConfigOptionsProvider.GetOptions(tree)), context.GetSemanticModel);
        if (TestCode.IsTestClass(type))
            return null;
        var facts = TypeBodies.Collect(type, context.GetSemanticModel, analysis.Foreign, context.CancellationToken);
        return facts.Exists(f => f.IsTruncated) ? null : new OwnerModel(new Holder(type, facts, analysis, context.CancellationToken), context.Options.AnalyzerConfigOptionsProvider);
    }
}
