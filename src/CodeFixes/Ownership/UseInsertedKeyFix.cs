using System.Collections.Generic;
using System.Composition;
using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>LEAK1012: the removal asks for the key under which entries are inserted.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseInsertedKeyFix))]
[Shared]
public sealed class UseInsertedKeyFix : LeakFix
{
    /// <summary>The equivalence key of the one fix there is.</summary>
    public const string EquivalenceKey = nameof(UseInsertedKeyFix);

    /// <summary>Creates the provider.</summary>
    public UseInsertedKeyFix()
        : base("LEAK1012")
    {
    }

    internal override IEnumerable<FixPlan> Plans(FixRequest request)
    {
        var model = request.Model;
        var places = request.Diagnostic.AdditionalLocations;
        if (places.Count == 0 || places[0].SourceTree is not { } tree || KeyOperand.Of(request.Node, model) is not { } removed)
            yield break;
        var there = tree == request.Root.SyntaxTree ? model : model.Compilation.GetSemanticModel(tree);
        var insertion = tree.GetRoot(request.Cancellation).FindNode(places[0].SourceSpan, getInnermostNodeForTie: true);
        if (KeyOperand.Of(insertion, there) is not { } inserted || KeyOperand.Composed(inserted, there) is not { } key || !MeansTheSame(key, there, removed, model))
            yield break;
        var replaced = KeyOperand.OnlyUse(removed, model) ?? removed;
        if (!MeansTheSame(key, there, replaced, model))
            replaced = removed;
        void Edit(SyntaxEditor editor) => editor.ReplaceNode(replaced, (current, _) => key.WithTriviaFrom(current));
        if (Trial.Compiles(request, Edit))
            yield return new FixPlan($"Remove under the key that '{request.Fact(FixFacts.Store)}' is filled under", EquivalenceKey, replaced.Span, Edit);
    }

    /// <summary>Every name in the key is, at the removal, one of the same type, or the same member.</summary>
    private static bool MeansTheSame(ExpressionSyntax key, SemanticModel there, ExpressionSyntax removed, SemanticModel here)
    {
        foreach (var node in key.DescendantNodesAndSelf())
        {
            if (node is DeclarationExpressionSyntax or AssignmentExpressionSyntax or AwaitExpressionSyntax or AnonymousFunctionExpressionSyntax or QueryExpressionSyntax or DeclarationPatternSyntax or VarPatternSyntax)
                return false;
            if (node is SimpleNameSyntax name && IsFree(name) && !IsSame(there.GetSymbolInfo(name).Symbol, here.GetSpeculativeSymbolInfo(removed.SpanStart, name.WithoutTrivia(), SpeculativeBindingOption.BindAsExpression), removed.SpanStart))
                return false;
        }

        return true;
    }

    private static bool IsFree(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Name != name,
        MemberBindingExpressionSyntax or NameColonSyntax => false,
        QualifiedNameSyntax qualified => qualified.Left == name,
        _ => true,
    };

    private static bool IsSame(ISymbol? there, SymbolInfo found, int position)
    {
        if (there == null)
            return false;
        // The name of a method alone is not decided between its overloads.
        if (there is not (ILocalSymbol or IParameterSymbol))
            return found.CandidateSymbols.Append(found.Symbol).Any(s => SymbolEqualityComparer.Default.Equals(there.OriginalDefinition, s?.OriginalDefinition));
        return found.Symbol is { } here && !(here is ILocalSymbol { DeclaringSyntaxReferences: { Length: > 0 } declared } && declared[0].Span.Start > position)
            && TypeOf(here) is { } type && SymbolEqualityComparer.Default.Equals(TypeOf(there), type);
    }

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };
}
