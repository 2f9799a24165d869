using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Facts;

/// <summary>Which types of the compilation are made with new, other than for the life of the process. Read from syntax, on demand.</summary>
internal sealed class Constructions
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> known = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> dropped = new(SymbolEqualityComparer.Default);
    private readonly SourceTexts texts;

    public Constructions(SourceTexts texts) => this.texts = texts;

    public bool IsConstructed(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var definition = type.OriginalDefinition;
        return known.TryGetValue(definition, out var found) ? found : known.GetOrAdd(definition, Search(definition, cancellation));
    }

    /// <summary>new Tracker(client).Start(); wherever one is made: nobody has it afterwards, so that nobody could end it.</summary>
    public bool AreAllDropped(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var definition = type.OriginalDefinition;
        return dropped.TryGetValue(definition, out var found) ? found : dropped.GetOrAdd(definition, AllDropped(definition, cancellation));
    }

    private bool AllDropped(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var any = false;
        foreach (var use in texts.Uses(type.Name, cancellation))
        {
            if (use.Parent is not SimpleNameSyntax name)
                continue;
            if (name.FirstAncestorOrSelf<ObjectCreationExpressionSyntax>() is not { } creation || SimpleName(creation.Type) != type.Name || !creation.Type.Span.Contains(use.Span))
            {
                if (IsDeclared(name))
                    return false;
                continue;
            }

            if (creation.Parent is not MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax { Parent: ExpressionStatementSyntax or ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } } } } })
                return false;
            any = true;
        }

        return any;
    }

    /// <summary>A local, field or result of the type, or a type derived from it, in a file where a target-typed new may make one.</summary>
    private static bool IsDeclared(SimpleNameSyntax name) => name.Parent is BaseTypeSyntax
        || name.Parent is VariableDeclarationSyntax or PropertyDeclarationSyntax or MethodDeclarationSyntax or NullableTypeSyntax or TypeArgumentListSyntax && name.SyntaxTree.GetRoot().DescendantNodes().Any(n => n is ImplicitObjectCreationExpressionSyntax);

    /// <summary>Some type of the compilation names the interface in its list of bases, as a base or within one.</summary>
    public bool IsImplemented(INamedTypeSymbol face, CancellationToken cancellation)
    {
        foreach (var use in texts.Uses(face.Name, cancellation))
        {
            if (use.Parent?.FirstAncestorOrSelf<BaseTypeSyntax>() != null)
                return true;
        }

        return false;
    }

    private bool Search(INamedTypeSymbol type, CancellationToken cancellation)
    {
        foreach (var tree in texts.Trees)
        {
            var text = texts.Of(tree, cancellation);
            for (var at = text.IndexOf(type.Name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(type.Name, at + type.Name.Length, StringComparison.Ordinal))
            {
                if (!MayCreate(text, at, type.Name.Length))
                    continue;
                var statement = tree.GetRoot(cancellation).FindToken(at).Parent?.FirstAncestorOrSelf<SyntaxNode>(n => n is StatementSyntax or MemberDeclarationSyntax);
                if (statement != null && Creates(statement, type.Name))
                    return true;
            }
        }

        return false;
    }

    /// <summary>By the text around it: new Name, or Name … = new.</summary>
    private static bool MayCreate(string text, int at, int length)
    {
        var before = at - 1;
        while (before >= 0 && (char.IsWhiteSpace(text[before]) || text[before] == '.' || char.IsLetterOrDigit(text[before])) && at - before < 60)
        {
            if (before >= 2 && text[before] == 'w' && text[before - 1] == 'e' && text[before - 2] == 'n')
                return true;
            before--;
        }

        var after = at + length;
        var end = text.IndexOfAny(new[] { ';', '{', '}' }, after);
        return text.IndexOf("new", after, (end < 0 ? text.Length : end) - after, StringComparison.Ordinal) >= 0;
    }

    private static bool Creates(SyntaxNode statement, string name)
    {
        foreach (var node in statement.DescendantNodesAndSelf())
        {
            if (node is ObjectCreationExpressionSyntax creation && SimpleName(creation.Type) == name && !IsForProcess(node))
                return true;
            if (node is ImplicitObjectCreationExpressionSyntax && TargetName(node) == name && !IsForProcess(node))
                return true;
        }

        return false;
    }

    /// <summary>The value of a static field, of its own type perhaps (instance ??= new Registry()): it lives as long as the process.</summary>
    private static bool IsForProcess(SyntaxNode node)
    {
        var member = node.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        return member is BaseFieldDeclarationSyntax or PropertyDeclarationSyntax && node.FirstAncestorOrSelf<EqualsValueClauseSyntax>()?.Parent is PropertyDeclarationSyntax or VariableDeclaratorSyntax && member.Modifiers.Any(SyntaxKind.StaticKeyword) || IsSingleton(node) || IsOfMain(node);
    }

    /// <summary>static void Main(string[] args) { new Tool().Run(); } in the type itself: the program.</summary>
    private static bool IsOfMain(SyntaxNode node) => node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { Identifier.ValueText: "Main", ParameterList.Parameters: { Count: <= 1 } given, Modifiers: var modifiers, Parent: TypeDeclarationSyntax { Identifier.ValueText: var own } } && modifiers.Any(SyntaxKind.StaticKeyword) && given.All(p => p.Type is ArrayTypeSyntax) && (node is ObjectCreationExpressionSyntax { Type: var made } ? SimpleName(made) : TargetName(node)) == own
        && !node.Ancestors().TakeWhile(n => n is not MethodDeclarationSyntax).Any(n => n is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or QueryExpressionSyntax)
        && node.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is not { UsingKeyword.RawKind: not 0 } && node.FirstAncestorOrSelf<UsingStatementSyntax>() == null;

    private static bool IsSingleton(SyntaxNode node) => node is BaseObjectCreationExpressionSyntax { Parent: AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: var single } } assignment } && assignment.Right == node
        && node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && (node as ObjectCreationExpressionSyntax is not { Type: var made } || SimpleName(made) == type.Identifier.ValueText)
        && (assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression) || node.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is { Modifiers: var modifiers } && modifiers.Any(SyntaxKind.StaticKeyword) || node.Ancestors().TakeWhile(n => n != type).Any(n => n is IfStatementSyntax { Condition: var asked } && asked.DescendantNodesAndSelf().Any(i => i is IdentifierNameSyntax name && name.Identifier.ValueText == single)))
        && !type.DescendantNodes().Any(n => n is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: var other }, Right: var value } && other == single && value != node && value is not ObjectCreationExpressionSyntax)
        && type.Members.Any(m => m is FieldDeclarationSyntax field && field.Modifiers.Any(SyntaxKind.StaticKeyword) && field.Declaration.Variables.Any(v => v.Identifier.ValueText == single) || m is PropertyDeclarationSyntax property && property.Modifiers.Any(SyntaxKind.StaticKeyword) && property.Identifier.ValueText == single);

    /// <summary>The type a target-typed new is written for, where syntax tells.</summary>
    private static string? TargetName(SyntaxNode node) => node.Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } } => SimpleName(declaration.Type),
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } => SimpleName(property.Type),
        ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax method } => SimpleName(method.ReturnType),
        ReturnStatementSyntax => node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method ? SimpleName(method.ReturnType) : null,
        _ => null,
    };

    private static string? SimpleName(TypeSyntax type) => type switch
    {
        NullableTypeSyntax nullable => SimpleName(nullable.ElementType),
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => null,
    };
}
