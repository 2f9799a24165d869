using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>Retypes a <c>ConcurrentDictionary&lt;K, V&gt;</c> to hold <c>Lazy&lt;V&gt;</c>, with every use of it. All or nothing.</summary>
internal sealed class LazyCode
{
    private readonly SemanticModel model;
    private readonly ITypeSymbol value;
    private readonly LazyReads reads;
    private readonly List<(SyntaxNode Node, Func<SyntaxNode, SyntaxNode> Change)> changes = new();

    private LazyCode(FixRequest request, ITypeSymbol value)
    {
        model = request.Model;
        this.value = value;
        reads = new LazyReads(request.Model, changes);
    }

    /// <summary>Null where some use cannot be written for lazies.</summary>
    public static LazyCode? Of(FixRequest request, StoreUses uses)
    {
        if (!uses.IsClosed || uses.ValueType is not INamedTypeSymbol { Name: "ConcurrentDictionary", TypeArguments: { Length: 2 } arguments } || arguments[1] is ITypeParameterSymbol or { IsReferenceType: false }
            || arguments[1].Name is "Lazy" or "Task" || uses.Type.DescendantTrivia().Any(t => t.IsKind(SyntaxKind.IfDirectiveTrivia)))
            return null;
        var code = new LazyCode(request, arguments[1]);
        return code.Declaration(uses.Declaration.FirstAncestorOrSelf<FieldDeclarationSyntax>()!) && uses.All.All(u => StoreUses.IsOwn(u, request.Model) && code.Use(StoreUses.Whole(u))) ? code : null;
    }

    public void Write(DocumentEditor editor)
    {
        foreach (var (node, change) in changes)
            editor.ReplaceNode(node, (current, _) => change(current));
    }

    private bool Declaration(FieldDeclarationSyntax field) =>
        field.Declaration.Variables.Count == 1 && Retype(field.Declaration.Type) && (field.Declaration.Variables[0].Initializer?.Value is not { } initial || Creation(initial));

    private bool Retype(TypeSyntax type)
    {
        var name = type.DescendantNodesAndSelf().OfType<GenericNameSyntax>().FirstOrDefault(g => g.Identifier.ValueText == "ConcurrentDictionary");
        if (name == null || name.TypeArgumentList.Arguments.Count != 2)
            return false;
        changes.Add((name.TypeArgumentList.Arguments[1], current => LazyOf((TypeSyntax)current)));
        return true;
    }

    /// <summary>An empty map: what fills it at once would have to be lazy too.</summary>
    private bool Creation(ExpressionSyntax creation)
    {
        if (creation is not BaseObjectCreationExpressionSyntax { Initializer: null } made
            || made.ArgumentList?.Arguments.Any(a => model.GetTypeInfo(a.Expression).ConvertedType is not ({ SpecialType: SpecialType.System_Int32 } or { Name: "IEqualityComparer" })) == true)
            return false;
        return made is not ObjectCreationExpressionSyntax named || Retype(named.Type);
    }

    private bool Use(ExpressionSyntax map)
    {
        switch (map.Parent)
        {
            case AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax or ArrowExpressionClauseSyntax } assignment when assignment.Left == map:
                return Creation(assignment.Right);
            case ElementAccessExpressionSyntax element when element.Expression == map:
                return Element(element);
            case ForEachStatementSyntax loop when loop.Expression == map:
                return reads.Pairs(loop);
            case ForEachVariableStatementSyntax loop when loop.Expression == map:
                return reads.Deconstructed(loop);
            case MemberAccessExpressionSyntax access when access.Expression == map:
                return access.Parent is InvocationExpressionSyntax call && call.Expression == access ? Call(call, access.Name.Identifier.ValueText) : Property(access);
            default:
                return false;
        }
    }

    private bool Property(MemberAccessExpressionSyntax access) => access.Name.Identifier.ValueText switch
    {
        "Count" or "IsEmpty" or "Keys" => true,
        "Values" when access.Parent is ForEachStatementSyntax loop && loop.Expression == access => reads.Each(loop),
        "Values" => access.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Count" },
        _ => false,
    };

    private bool Call(InvocationExpressionSyntax call, string name)
    {
        var arguments = call.ArgumentList.Arguments;
        switch (name)
        {
            case "GetOrAdd":
                return FactoryCall.Of(call, model) is { } factory && GetOrAdd(factory);
            case "ContainsKey" or "Clear":
                return true;
            case "TryGetValue" or "TryRemove" or "Remove" when arguments.Count == 2 && arguments[1].RefKindKeyword.IsKind(SyntaxKind.OutKeyword):
                return reads.Out(call, arguments[1]);
            case "TryAdd" when arguments.Count == 2:
                return Wrap(arguments[1].Expression);
            default:
                return false;
        }
    }

    /// <summary>map.GetOrAdd(key, k => new Lazy&lt;V&gt;(() => made)).Value</summary>
    private bool GetOrAdd(FactoryCall factory)
    {
        var source = factory.Made.Expression;
        if (source is LambdaExpressionSyntax)
            changes.Add((source, current => Deferred((LambdaExpressionSyntax)current)));
        else if (factory.IsValue && source is not BaseObjectCreationExpressionSyntax || factory.Call.ArgumentList.Arguments.Count != 2 || MayNotCapture(source))
            return false;
        else if (factory.IsValue)
            changes.Add((source, current => SimpleLambdaExpression(Parameter(Identifier("_")), NewLazy(Typed((ExpressionSyntax)current)))));
        else
            changes.Add((source, current => SimpleLambdaExpression(Parameter(Identifier("key")), NewLazy(InvocationExpression((ExpressionSyntax)current, ArgumentList(SingletonSeparatedList(Argument(IdentifierName("key")))))))));
        var isDropped = IsDropped(factory.Call);
        changes.Add((factory.Call, current => isDropped ? Discarded(LazyReads.ValueOf((ExpressionSyntax)current)) : LazyReads.ValueOf((ExpressionSyntax)current)));
        return true;
    }

    /// <summary>A statement of its own, or the body of a void member: a property read needs somewhere to go.</summary>
    private static bool IsDropped(ExpressionSyntax call) => call.Parent switch
    {
        ExpressionStatementSyntax => true,
        ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } } } => true,
        ArrowExpressionClauseSyntax { Parent: LocalFunctionStatementSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } } } => true,
        _ => false,
    };

    private static ExpressionSyntax Discarded(ExpressionSyntax value) =>
        AssignmentExpression(SyntaxKind.SimpleAssignmentExpression, IdentifierName(Identifier(TriviaList(), SyntaxKind.UnderscoreToken, "_", "_", TriviaList())), value.WithoutLeadingTrivia()).WithLeadingTrivia(value.GetLeadingTrivia()).WithAdditionalAnnotations(Microsoft.CodeAnalysis.Formatting.Formatter.Annotation);

    private bool MayNotCapture(ExpressionSyntax source) => source.DescendantNodesAndSelf().Any(n => n is IdentifierNameSyntax { Identifier.ValueText: "key" or "_" } or DeclarationExpressionSyntax or AwaitExpressionSyntax
        || n is SimpleNameSyntax && model.GetSymbolInfo(n).Symbol is IParameterSymbol { RefKind: not RefKind.None });

    private bool Element(ElementAccessExpressionSyntax element)
    {
        if (element.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Parent: ExpressionStatementSyntax } assignment && assignment.Left == element)
            return Wrap(assignment.Right);
        if (element.Parent is AssignmentExpressionSyntax written && written.Left == element || element.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 })
            return false;
        changes.Add((element, current => LazyReads.ValueOf((ExpressionSyntax)current)));
        return true;
    }

    /// <summary>A value that is there already becomes a lazy that has it.</summary>
    private bool Wrap(ExpressionSyntax made)
    {
        var lazy = model.Compilation.GetTypesByMetadataName("System.Lazy`1").FirstOrDefault();
        if (lazy == null || !lazy.InstanceConstructors.Any(c => c.Parameters.Length == 1 && c.Parameters[0].Type is ITypeParameterSymbol))
            return false;
        changes.Add((made, current => Create(Typed((ExpressionSyntax)current)).WithTriviaFrom(current)));
        return true;
    }

    /// <summary>k => made becomes k => new Lazy&lt;V&gt;(() => made); line breaks stay where the code begins.</summary>
    private ExpressionSyntax Deferred(LambdaExpressionSyntax factory)
    {
        var inner = ParenthesizedLambdaExpression(ParameterList().WithTrailingTrivia(Space), factory.Body.WithoutTrailingTrivia()).WithArrowToken(factory.ArrowToken);
        return factory.WithArrowToken(factory.ArrowToken.WithTrailingTrivia(Space)).WithBody(Create(inner).WithTrailingTrivia(factory.Body.GetTrailingTrivia()));
    }

    private ExpressionSyntax NewLazy(ExpressionSyntax body) => Create(ParenthesizedLambdaExpression(ParameterList(), body.WithoutTrivia())).WithTriviaFrom(body);

    private ObjectCreationExpressionSyntax Create(ExpressionSyntax argument) =>
        ObjectCreationExpression(LazyOf(ParseTypeName(value.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)).WithAdditionalAnnotations(Simplifier.Annotation)))
            .WithNewKeyword(Token(SyntaxKind.NewKeyword).WithTrailingTrivia(Space))
            .WithArgumentList(ArgumentList(SingletonSeparatedList(Argument(argument.WithoutTrivia()))));

    /// <summary>new() gets its type from the lazy's argument list no more.</summary>
    private ExpressionSyntax Typed(ExpressionSyntax made) => made is ImplicitObjectCreationExpressionSyntax creation
        ? ObjectCreationExpression(ParseTypeName(value.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)).WithAdditionalAnnotations(Simplifier.Annotation), creation.ArgumentList, creation.Initializer)
            .WithNewKeyword(Token(SyntaxKind.NewKeyword).WithTrailingTrivia(Space))
        : made;

    private static TypeSyntax LazyOf(TypeSyntax inner) => QualifiedName(
            AliasQualifiedName(IdentifierName(Token(SyntaxKind.GlobalKeyword)), IdentifierName("System")),
            GenericName(Identifier("Lazy"), TypeArgumentList(SingletonSeparatedList(inner.WithoutTrivia()))))
        .WithTriviaFrom(inner).WithAdditionalAnnotations(Simplifier.Annotation);
}
