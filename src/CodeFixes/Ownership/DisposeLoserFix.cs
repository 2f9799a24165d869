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

/// <summary>
/// LEAK1005: nothing that was made is dropped. Either the store keeps lazies, and only the one that was kept is asked; or the value is
/// built first, compared with the one that was kept, and disposed when it lost.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DisposeLoserFix))]
[Shared]
public sealed class DisposeLoserFix : LeakFix
{
    /// <summary>Key by which fix all stores lazies.</summary>
    public const string EquivalenceKey = "LeakGuard.StoreLazy";

    /// <summary>Key by which fix all builds, compares and disposes.</summary>
    public const string DisposeKey = "LeakGuard.DisposeLoser";

    /// <summary>Makes the provider.</summary>
    public DisposeLoserFix()
        : base("LEAK1005")
    {
    }

    internal override IEnumerable<FixPlan> Plans(FixRequest request)
    {
        if (StoreUses.Of(request) is not { } uses || FactoryCall.Of(request.Node, request.Model) is not { } call || uses.ValueType is not INamedTypeSymbol { TypeArguments: { Length: 2 } arguments })
            yield break;
        if (LazyCode.Of(request, uses) is { } lazy)
            yield return new FixPlan($"Store Lazy<{arguments[1].Name}> in '{uses.Store.Name}'", EquivalenceKey, uses.Type.Span, lazy.Write);
        if (Compare(request, call, arguments[1]) is { } plan)
            yield return plan;
    }

    private static FixPlan? Compare(FixRequest request, FactoryCall call, ITypeSymbol value)
    {
        var place = Place.Of(call.Call, request.Model);
        if (place == null || !place.IsCertain(call.Call) || !value.IsReferenceType || !IsRepeatable(call.Key) || call.Inline(request.Model) is not { } made || request.Fact(FixFacts.Form) == "Cast"
            || call.Call.Ancestors().TakeWhile(a => a is not (AnonymousFunctionExpressionSyntax or MemberDeclarationSyntax)).Any(a => a is LockStatementSyntax)
            || place.Statement is not (null or ExpressionStatementSyntax or ReturnStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 }))
            return null;
        if (call.Call.DescendantTrivia().Any(t => t.IsDirective || t.IsKind(SyntaxKind.SingleLineCommentTrivia) || t.IsKind(SyntaxKind.MultiLineCommentTrivia)))
            return null;
        var creation = call.IsValue ? call.Made.Expression : (call.Made.Expression as LambdaExpressionSyntax)?.ExpressionBody;
        var type = creation != null && string.IsNullOrEmpty(request.Fact(FixFacts.Path)) && creation is ObjectCreationExpressionSyntax ? request.Model.GetTypeInfo(creation).Type ?? value : value;
        if (type.IsValueType || creation is IdentifierNameSyntax or ThrowExpressionSyntax || DisposeCode.For(request, type.WithNullableAnnotation(NullableAnnotation.NotAnnotated), place.Node) is not { } dispose)
            return null;
        return new FixPlan("Dispose the instance that was not kept", DisposeKey, place.Touched, editor =>
        {
            var names = Names.In(editor, place.Node);
            var declared = place.Statement is LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } && variables[0].Initializer?.Value == call.Call ? variables[0].Identifier.ValueText : null;
            var kept = declared ?? names.Free("kept");
            var created = names.Free("created");
            var declaredType = type.Equals(value, SymbolEqualityComparer.Default) && made.Creation is ImplicitObjectCreationExpressionSyntax or CollectionExpressionSyntax ? NameOf(value, request) : "var";
            place.Replace(editor, current => Statements(current, call, made.Before, $"{declaredType} {created} = {made.Creation.WithoutTrivia()};", kept, created, dispose.Of(created, false, names), declared != null));
        });
    }

    private static IEnumerable<StatementSyntax> Statements(StatementSyntax current, FactoryCall call, List<StatementSyntax> before, string creation, string kept, string created, string dispose, bool isDeclaration)
    {
        var type = isDeclaration && ((LocalDeclarationStatementSyntax)current).Declaration.Type is { IsVar: false } written ? written.WithoutTrivia().ToString() : "var";
        var again = call.Call.ReplaceNode(call.Call.ArgumentList, SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList(
            call.Call.ArgumentList.Arguments.TakeWhile(a => a != call.Made).Append(SyntaxFactory.Argument(SyntaxFactory.IdentifierName(created))))));
        var text = $$"""
            if (!{{Receiver(call)}}.TryGetValue({{call.Key.WithoutTrivia()}}, out {{type}} {{kept}}))
            {
                {{string.Concat(before.Select(s => s.WithoutTrivia().ToFullString() + "\n"))}}{{creation}}
                {{kept}} = {{again.WithoutTrivia()}};
                {{DisposeCode.Under($"if (!ReferenceEquals({kept}, {created}))", dispose)}}
            }
            """;
        yield return Synthesis.Statements.ParseOne(text);
        if (isDeclaration || current is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax only } && SyntaxFactory.AreEquivalent(only, call.Call))
            yield break;
        var found = current.DescendantNodes().OfType<InvocationExpressionSyntax>().First(i => SyntaxFactory.AreEquivalent(i, call.Call));
        yield return current.ReplaceNode(found, SyntaxFactory.IdentifierName(kept).WithTriviaFrom(found));
    }

    /// <summary>map of map.GetOrAdd(…), or of ImmutableInterlocked.GetOrAdd(ref map, …).</summary>
    private static string Receiver(FactoryCall call) => call.Call.ArgumentList.Arguments[0] is { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword } map
        ? map.Expression.ToString() : ((MemberAccessExpressionSyntax)call.Call.Expression).Expression.WithoutTrivia().ToString();

    private static bool IsRepeatable(ExpressionSyntax key) => key.DescendantNodesAndSelf().All(n =>
        n is not (InvocationExpressionSyntax or AssignmentExpressionSyntax or BaseObjectCreationExpressionSyntax or AwaitExpressionSyntax or PostfixUnaryExpressionSyntax or DeclarationExpressionSyntax)
        && !n.IsKind(SyntaxKind.PreIncrementExpression) && !n.IsKind(SyntaxKind.PreDecrementExpression));

    private static string NameOf(ITypeSymbol type, FixRequest request) => type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToMinimalDisplayString(request.Model, request.Node.SpanStart);
}
