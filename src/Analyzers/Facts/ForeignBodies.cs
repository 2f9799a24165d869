using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Facts;

/// <summary>
/// Facts of members, also of those that stand outside the type being solved.
/// One answer per member, made when first needed, from the member alone: so it does not depend on who asks, or in which order. The
/// type that a member belongs to and those that look at it from outside share the answer.
/// </summary>
internal sealed class ForeignBodies
{
    private const int MaxSpan = 24_000;
    private const int MaxCallers = 20;

    private readonly ConcurrentDictionary<ISymbol, MemberFacts?> facts = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, IReadOnlyList<MemberFacts>> callers = new(SymbolEqualityComparer.Default);
    private readonly ApiCatalog catalog;
    private readonly StoreScope scope;
    private readonly SemanticModels models;
    private readonly SourceTexts texts;

    public ForeignBodies(ApiCatalog catalog, StoreScope scope, SemanticModels models, SourceTexts texts)
    {
        this.texts = texts;
        this.catalog = catalog;
        this.scope = scope;
        this.models = models;
    }

    /// <summary>The facts of a method, accessor, constructor, field or property of this compilation; null when it has no body here.</summary>
    public MemberFacts? Of(ISymbol member, CancellationToken cancellation)
    {
        if (member is IMethodSymbol { PartialImplementationPart: { } implementation })
            member = implementation;
        if (member.DeclaringSyntaxReferences.IsEmpty || member.IsAbstract || member.IsExtern)
            return null;
        if (facts.TryGetValue(member, out var known))
            return known;
        var made = Collect(member, cancellation);
        return facts.GetOrAdd(member, made);
    }

    /// <summary>Whether <see cref="Of"/> has something to look at: the member is written in this compilation, with a body.</summary>
    public static bool HasBody(IMethodSymbol method, CancellationToken cancellation)
    {
        var written = method.PartialImplementationPart ?? method;
        return !written.IsAbstract && !written.IsExtern && !written.DeclaringSyntaxReferences.IsEmpty && Body(written.DeclaringSyntaxReferences[0].GetSyntax(cancellation), written).First != null;
    }

    /// <summary>
    /// Members of this compilation that call the method, found by its name in the text and confirmed by their facts. Bounded: where
    /// a name is used too often, only the first uses count, in the order of the files.
    /// </summary>
    public IReadOnlyList<MemberFacts> CallersOf(IMethodSymbol method, CancellationToken cancellation)
    {
        var definition = method.OriginalDefinition;
        if (callers.TryGetValue(definition, out var known))
            return known;
        var found = new List<MemberFacts>();
        foreach (var use in texts.Uses(method.Name, cancellation))
        {
            if (found.Count >= MaxCallers)
                break;
            if (use.Parent is SimpleNameSyntax name && CallOf(name) is { } call
                && call.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>() is { } declaration && models.Of(call.SyntaxTree) is var model
                && Names(model.GetSymbolInfo(call, cancellation), definition) && model.GetDeclaredSymbol(declaration, cancellation) is { } caller
                && Of(caller, cancellation) is { } facts && !found.Contains(facts))
                found.Add(facts);
        }

        return callers.GetOrAdd(definition, found);
    }

    /// <summary>It is also named where it is not called, or called where no method stands around it; or it is called too often to look at all of it.</summary>
    public bool HasOtherUses(IMethodSymbol method, CancellationToken cancellation)
    {
        foreach (var use in texts.Uses(method.Name, cancellation))
        {
            if (use.Parent is SimpleNameSyntax name && (CallOf(name) is not { } call || call.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>() == null) && Names(models.Of(name.SyntaxTree).GetSymbolInfo(name, cancellation), method.OriginalDefinition))
                return true;
        }

        return CallersOf(method, cancellation).Count >= MaxCallers;
    }

    /// <summary>M(…), x.M(…) or x?.M(…): the call whose name this is.</summary>
    private static InvocationExpressionSyntax? CallOf(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == name => access.Parent as InvocationExpressionSyntax,
        MemberBindingExpressionSyntax binding => binding.Parent as InvocationExpressionSyntax,
        var parent => parent as InvocationExpressionSyntax,
    };

    /// <summary>The call means the method, or would if the rest of the code were complete.</summary>
    private static bool Names(SymbolInfo info, IMethodSymbol definition)
    {
        if (info.Symbol != null)
            return SymbolEqualityComparer.Default.Equals(((info.Symbol as IMethodSymbol)?.ReducedFrom ?? info.Symbol).OriginalDefinition, definition) || StandsFor(info.Symbol, definition);
        foreach (var candidate in info.CandidateSymbols)
        {
            if (SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, definition))
                return true;
        }

        return false;
    }

    /// <summary>A call through the interface, or through the base type, may come to the method.</summary>
    public static bool StandsFor(ISymbol called, IMethodSymbol definition)
    {
        if (called.ContainingType is { TypeKind: TypeKind.Interface } face)
        {
            foreach (var own in definition.ContainingType.AllInterfaces)
            {
                if (!SymbolEqualityComparer.Default.Equals(own.OriginalDefinition, face.OriginalDefinition))
                    continue;
                foreach (var member in own.GetMembers(called.Name))
                {
                    if (SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, called.OriginalDefinition) && SymbolEqualityComparer.Default.Equals(definition.ContainingType.FindImplementationForInterfaceMember(member), definition))
                        return true;
                }
            }

            return false;
        }

        return Overriding.Is(definition, called);
    }

    /// <summary>
    /// The facts of a member for the type that solves it, from its code as the declaration shows it. What the solver may complete
    /// (<see cref="MemberFacts.TakesFromHelpers"/>) is made for it alone.
    /// </summary>
    public MemberFacts? OfOwn(ISymbol member, SyntaxNode code, SyntaxNode? more, SemanticModel model, CancellationToken cancellation)
    {
        if (facts.TryGetValue(member, out var known) && known is { TakesFromHelpers: false })
            return known;
        var made = Collect(member, code, more, model, cancellation);
        if (made is { TakesFromHelpers: false } && IsWithinBounds(code, more) && Body(member.DeclaringSyntaxReferences[0].GetSyntax(cancellation), member).First == code)
            facts.TryAdd(member, made);
        return made;
    }

    /// <summary>As <see cref="Of"/>, for a solver that may complete them.</summary>
    public MemberFacts? ForSolver(ISymbol member, CancellationToken cancellation)
    {
        var known = Of(member, cancellation);
        return known is { TakesFromHelpers: true } ? Collect(known.Member, cancellation) : known;
    }

    private MemberFacts? Collect(ISymbol member, CancellationToken cancellation)
    {
        var (code, more) = Body(member.DeclaringSyntaxReferences[0].GetSyntax(cancellation), member);
        return code == null || !IsWithinBounds(code, more) || !catalog.Compilation.ContainsSyntaxTree(code.SyntaxTree)
            ? null
            : Collect(member, code, more, models.Of(code.SyntaxTree), cancellation);
    }

    private MemberFacts? Collect(ISymbol member, SyntaxNode code, SyntaxNode? more, SemanticModel model, CancellationToken cancellation)
    {
        var blocks = ImmutableArray.CreateBuilder<IOperation>(2);
        if (model.GetOperation(code, cancellation) is { } first)
            blocks.Add(first);
        if (more != null && model.GetOperation(more, cancellation) is { } second)
            blocks.Add(second);
        return blocks.Count == 0 ? null : Collector.Collect(member, blocks.ToImmutable(), catalog, scope, cancellation);
    }

    private static bool IsWithinBounds(SyntaxNode code, SyntaxNode? more) => code.Span.Length + (more?.Span.Length ?? 0) <= MaxSpan;

    private static (SyntaxNode? First, SyntaxNode? Second) Body(SyntaxNode declaration, ISymbol member) => declaration switch
    {
        ConstructorDeclarationSyntax { Initializer: { } initializer } constructor => (initializer, constructor.Body ?? (SyntaxNode?)constructor.ExpressionBody),
        BaseMethodDeclarationSyntax method => (method.Body ?? (SyntaxNode?)method.ExpressionBody, null),
        AccessorDeclarationSyntax accessor => (accessor.Body ?? (SyntaxNode?)accessor.ExpressionBody, null),
        ArrowExpressionClauseSyntax arrow => (arrow, null),
        VariableDeclaratorSyntax { Initializer: { } initializer } when member is IFieldSymbol => (initializer, null),
        PropertyDeclarationSyntax { Initializer: { } initializer } when member is IPropertySymbol => (initializer, null),
        _ => (null, null),
    };
}
