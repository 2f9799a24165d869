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

    /// <summary>The model of the outermost type around the diagnostic; null when not all of its code could be read.</summary>
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
        var facts = new List<MemberFacts>();
        if (TestCode.IsTestClass(type) || !Collect(type, analysis, facts))
            return null;
        return new OwnerModel(new Holder(type, facts, analysis, context.CancellationToken), context.Options.AnalyzerConfigOptionsProvider);
    }

    /// <summary>False when a member has code that no facts were made of.</summary>
    private bool Collect(INamedTypeSymbol type, Analysis analysis, List<MemberFacts> facts)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is INamedTypeSymbol nested)
            {
                if (!Collect(nested, analysis, facts))
                    return false;
                continue;
            }

            if (analysis.Foreign.Of(member, context.CancellationToken) is { } found)
            {
                if (found.IsTruncated)
                    return false;
                facts.Add(found);
                continue;
            }

            foreach (var reference in member.DeclaringSyntaxReferences)
            {
                var declaration = reference.GetSyntax(context.CancellationToken);
                if (IsPartial(declaration) || ForeignBodies.HasBody(declaration, member))
                    return false;
            }
        }

        return true;
    }

    /// <summary>A partial property has its code in another declaration, which this Roslyn does not lead to.</summary>
    private static bool IsPartial(SyntaxNode declaration) =>
        declaration is BasePropertyDeclarationSyntax property && property.Modifiers.Any(m => m.ValueText == "partial");
}
