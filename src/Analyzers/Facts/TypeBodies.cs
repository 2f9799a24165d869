using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Facts;

/// <summary>The facts of a type: of every member of it and of the types nested in it that has code, in the order of the source.</summary>
internal sealed class TypeBodies
{
    private readonly List<MemberFacts> facts = new();
    private readonly Dictionary<int, ISymbol> declared = new();
    private readonly ForeignBodies bodies;
    private readonly CancellationToken cancellation;
    private SemanticModel model = null!;

    private TypeBodies(ForeignBodies bodies, CancellationToken cancellation)
    {
        this.bodies = bodies;
        this.cancellation = cancellation;
    }

    /// <summary>Collects all parts of a type. The declarations lead, not the symbols: they say where the code of a partial member is.</summary>
    public static List<MemberFacts> Collect(INamedTypeSymbol type, Func<SyntaxTree, SemanticModel> modelOf, ForeignBodies shared, CancellationToken cancellation)
    {
        var bodies = new TypeBodies(shared, cancellation);
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            bodies.model = modelOf(reference.SyntaxTree);
            bodies.declared.Clear();
            bodies.Declare(type);
            switch (reference.GetSyntax(cancellation))
            {
                case TypeDeclarationSyntax declaration:
                    bodies.AddType(declaration);
                    break;
                case CompilationUnitSyntax unit when unit.Members.Any(m => m is GlobalStatementSyntax):
                    bodies.Add(bodies.model.GetDeclaredSymbol(unit, cancellation), unit);
                    break;
            }
        }

        return bodies.facts;
    }

    /// <summary>Notes where the members of the type stand, by the start of their declaration in the file of the model.</summary>
    private void Declare(INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is INamedTypeSymbol nested)
                Declare(nested);
            else if (!member.IsImplicitlyDeclared)
                Note(member is IMethodSymbol { PartialImplementationPart: { } implementation } ? implementation : member);
        }

        void Note(ISymbol member)
        {
            foreach (var reference in member.DeclaringSyntaxReferences)
            {
                if (reference.SyntaxTree == model.SyntaxTree)
                    declared[reference.Span.Start] = member;
            }
        }
    }

    /// <summary>What the declaration declares: as noted, or asked of the model where nothing is noted (extension blocks, broken code).</summary>
    private ISymbol? SymbolOf(SyntaxNode declaration) => declared.TryGetValue(declaration.SpanStart, out var known) ? known : model.GetDeclaredSymbol(declaration, cancellation);

    private void AddType(TypeDeclarationSyntax type)
    {
        if (type.BaseList?.Types.OfType<PrimaryConstructorBaseTypeSyntax>().FirstOrDefault() is { } arguments)
            Add(PrimaryConstructor(type), arguments);
        foreach (var member in type.Members)
        {
            switch (member)
            {
                case TypeDeclarationSyntax nested:
                    AddType(nested);
                    break;
                case BaseFieldDeclarationSyntax field:
                    foreach (var variable in field.Declaration.Variables)
                    {
                        if (variable.Initializer != null)
                            Add(SymbolOf(variable), variable.Initializer);
                    }

                    break;
                case BasePropertyDeclarationSyntax property:
                    AddProperty(property);
                    break;
                case ConstructorDeclarationSyntax { Initializer: { } initializer } constructor:
                    Add(SymbolOf(constructor), initializer, constructor.Body ?? (SyntaxNode?)constructor.ExpressionBody);
                    break;
                case BaseMethodDeclarationSyntax method when (method.Body ?? (SyntaxNode?)method.ExpressionBody) is { } body:
                    Add(SymbolOf(method), body);
                    break;
            }
        }
    }

    private void AddProperty(BasePropertyDeclarationSyntax declaration)
    {
        if (declaration is PropertyDeclarationSyntax { Initializer: { } initializer } initialized)
            Add(SymbolOf(initialized), initializer);
        if (((declaration as PropertyDeclarationSyntax)?.ExpressionBody ?? (declaration as IndexerDeclarationSyntax)?.ExpressionBody) is { } arrow)
            Add((SymbolOf(declaration) as IPropertySymbol)?.GetMethod, arrow);
        if (declaration.AccessorList == null)
            return;
        foreach (var accessor in declaration.AccessorList.Accessors)
        {
            if ((accessor.Body ?? (SyntaxNode?)accessor.ExpressionBody) is { } body)
                Add(SymbolOf(accessor), body);
        }
    }

    private IMethodSymbol? PrimaryConstructor(TypeDeclarationSyntax type) =>
        (model.GetDeclaredSymbol(type, cancellation) as INamedTypeSymbol)?.InstanceConstructors
            .FirstOrDefault(c => c.DeclaringSyntaxReferences.Any(r => r.SyntaxTree == type.SyntaxTree && r.Span == type.Span));

    private void Add(ISymbol? member, SyntaxNode code, SyntaxNode? more = null)
    {
        cancellation.ThrowIfCancellationRequested();
        if (member == null)
            return;
        if (bodies.OfOwn(member, code, more, model, cancellation) is { } collected)
            facts.Add(collected);
    }
}
