using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>A private flag that becomes an int, with all its uses, for frameworks that cannot exchange a bool.</summary>
internal sealed class FlagRetyping
{
    private readonly VariableDeclarationSyntax declaration;
    private readonly List<ExpressionSyntax> uses;

    private FlagRetyping(VariableDeclarationSyntax declaration, List<ExpressionSyntax> uses, List<FlagGuard> guards, TypeDeclarationSyntax type)
    {
        this.declaration = declaration;
        this.uses = uses;
        Guards = guards;
        Type = type;
    }

    /// <summary>All guards of the flag: once it is an int, none of the others would be found any more.</summary>
    public List<FlagGuard> Guards { get; }

    public TypeDeclarationSyntax Type { get; }

    /// <summary>Null when a use is in another file, or in a form that cannot be rewritten.</summary>
    public static FlagRetyping? Of(IFieldSymbol flag, SyntaxNode root, SemanticModel model)
    {
        if (flag.DeclaredAccessibility != Accessibility.Private || flag.DeclaringSyntaxReferences.Length != 1 || flag.ContainingType.DeclaringSyntaxReferences.Any(r => r.SyntaxTree != root.SyntaxTree))
            return null;
        if (flag.DeclaringSyntaxReferences[0].GetSyntax() is not VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Type: PredefinedTypeSyntax } declaration } declarator
            || declarator.Initializer is { Value.RawKind: not (int)SyntaxKind.FalseLiteralExpression } || declaration.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
            return null;
        var uses = new List<ExpressionSyntax>();
        var guards = new List<FlagGuard>();
        foreach (var name in flag.ContainingType.DeclaringSyntaxReferences.SelectMany(r => r.GetSyntax().DescendantNodes()).OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText != flag.Name || !SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol?.OriginalDefinition, flag.OriginalDefinition))
                continue;
            var use = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? (ExpressionSyntax)access : name;
            if (use.Parent is ExpressionStatementSyntax or MemberBindingExpressionSyntax || name.Parent is MemberBindingExpressionSyntax || !IsRewritable(use))
                return null;
            uses.Add(use);
            if (use.Parent is not AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax write } assignment || assignment.Left != use || !FlagGuard.IsWrite(write, flag, model))
                continue;
            if (FlagGuard.Of(write, flag, model) is not { } guard)
                return null;
            guards.Add(guard);
        }

        uses.RemoveAll(u => guards.Any(g => g.Flag == u || g.Write.Span.Contains(u.Span)));
        return new FlagRetyping(declaration, uses, guards, type);
    }

    public void Apply(DocumentEditor editor)
    {
        editor.ReplaceNode(declaration.Type, (type, _) => SyntaxFactory.PredefinedType(SyntaxFactory.Token(SyntaxKind.IntKeyword)).WithTriviaFrom(type));
        if (declaration.Variables[0].Initializer is { } initializer)
            editor.ReplaceNode(initializer.Value, (value, _) => Number(0).WithTriviaFrom(value));
        foreach (var use in uses)
        {
            if (use.Parent is AssignmentExpressionSyntax assignment && assignment.Left == use)
                editor.ReplaceNode(assignment.Right, (value, _) => Number(value.IsKind(SyntaxKind.TrueLiteralExpression) ? 1 : 0).WithTriviaFrom(value));
            else if (use.Parent is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not)
                editor.ReplaceNode(not, (current, _) => Compared(not, ((PrefixUnaryExpressionSyntax)current).Operand, SyntaxKind.EqualsExpression).WithTriviaFrom(current));
            else if (!IsNameOf(use))
                editor.ReplaceNode(use, (current, _) => Compared(use, (ExpressionSyntax)current, SyntaxKind.NotEqualsExpression).WithTriviaFrom(current));
        }
    }

    private static bool IsNameOf(ExpressionSyntax use) =>
        use.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } } };

    /// <summary>A read of the value, or a statement that sets it to a literal.</summary>
    private static bool IsRewritable(ExpressionSyntax use) => use.Parent switch
    {
        AssignmentExpressionSyntax assignment when assignment.Left == use => assignment is { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Parent: ExpressionStatementSyntax }
            && assignment.Right.Kind() is SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression,
        ArgumentSyntax argument => argument.RefKindKeyword.IsKind(SyntaxKind.None),
        RefExpressionSyntax or MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax or IsPatternExpressionSyntax or SwitchExpressionSyntax or SwitchStatementSyntax or PostfixUnaryExpressionSyntax => false,
        PrefixUnaryExpressionSyntax unary => unary.IsKind(SyntaxKind.LogicalNotExpression),
        _ => true,
    };

    private static ExpressionSyntax Compared(ExpressionSyntax replaced, ExpressionSyntax flag, SyntaxKind kind)
    {
        var test = SyntaxFactory.BinaryExpression(kind, flag.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.Space), Number(0).WithLeadingTrivia(SyntaxFactory.Space));
        return replaced.Parent is CastExpressionSyntax or PrefixUnaryExpressionSyntax or MemberAccessExpressionSyntax
            || replaced.Parent is BinaryExpressionSyntax binary && binary.Kind() is not (SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression)
            ? SyntaxFactory.ParenthesizedExpression(test) : test;
    }

    private static LiteralExpressionSyntax Number(int value) => SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(value));
}
