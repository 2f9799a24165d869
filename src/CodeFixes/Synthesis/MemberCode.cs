using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>Members of a type: free names, and code that runs when an instance is made.</summary>
internal sealed class MemberCode
{
    private readonly FixRequest request;
    private readonly TypeDeclarationSyntax type;
    private readonly INamedTypeSymbol symbol;
    private readonly HashSet<string> taken;

    public MemberCode(FixRequest request, TypeDeclarationSyntax type, INamedTypeSymbol symbol)
    {
        this.request = request;
        this.type = type;
        this.symbol = symbol;
        taken = new HashSet<string>(type.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText), StringComparer.Ordinal);
        for (var at = symbol; at != null; at = at.BaseType)
            taken.UnionWith(at.MemberNames);
    }

    /// <summary>A name that nothing in the type uses, reserved from now on.</summary>
    public string Free(string stem)
    {
        var name = stem;
        for (var i = 1; !taken.Add(name) || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None; i++)
            name = stem + i.ToString(CultureInfo.InvariantCulture);
        return name;
    }

    /// <summary>A free name of a private field, written as the fields of the type are.</summary>
    public string FreeField(string stem) => Free(UsesUnderscore() ? "_" + stem : stem);

    private bool UsesUnderscore()
    {
        var names = symbol.GetMembers().OfType<IFieldSymbol>().Where(f => !f.IsStatic && !f.IsConst && !f.IsImplicitlyDeclared && f.DeclaredAccessibility == Accessibility.Private).Select(f => f.Name).ToList();
        return names.Count == 0 || names.Any(n => n[0] == '_');
    }

    /// <summary>The constructors that run once per instance and stand in this declaration; null when code cannot be added to all of them.</summary>
    public IReadOnlyList<ConstructorDeclarationSyntax>? Constructors()
    {
        var found = new List<ConstructorDeclarationSyntax>();
        foreach (var constructor in symbol.InstanceConstructors)
        {
            if (constructor.IsImplicitlyDeclared)
                continue;
            if (constructor.DeclaringSyntaxReferences.Length != 1 || constructor.DeclaringSyntaxReferences[0].GetSyntax(request.Cancellation) is not ConstructorDeclarationSyntax syntax || syntax.Parent != type)
                return null;
            if (syntax.Initializer?.ThisOrBaseKeyword.IsKind(SyntaxKind.ThisKeyword) == true)
                continue;
            if (ReturnsEarly(syntax))
                return null;
            found.Add(syntax);
        }

        return found;
    }

    /// <summary>Adds a statement to the end of every constructor, and a constructor when there is none.</summary>
    public void AtEndOfConstruction(TypeEdit edit, Template template, IReadOnlyList<ConstructorDeclarationSyntax> constructors, string statement)
    {
        if (constructors.Count == 0)
        {
            var access = symbol.IsAbstract ? "protected" : "public";
            edit.AddConstructor(template.Member($"{access} {symbol.Name}()\n{{\n{statement}\n}}\n"));
            return;
        }

        foreach (var constructor in constructors)
            edit.Replace(constructor, current => WithBlock(current).AddBodyStatements(template.Statement(statement)));
    }

    private static ConstructorDeclarationSyntax WithBlock(ConstructorDeclarationSyntax constructor)
    {
        if (constructor.ExpressionBody is not { } arrow)
            return constructor;
        var only = SyntaxFactory.ExpressionStatement(arrow.Expression, constructor.SemicolonToken);
        return constructor.WithExpressionBody(null).WithSemicolonToken(default)
            .WithBody(SyntaxFactory.Block(only))
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static bool ReturnsEarly(SyntaxNode constructor) =>
        constructor.DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(n => n is ReturnStatementSyntax);
}
