using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Holders;

/// <summary>
/// Whether something shows that objects of a type in source hold what is lost with them. Of a small type, and of an interface that nobody here
/// implements, the holder's care for its entries says enough; a large type whose source shows no handle, no work of its own and no registration that
/// its end takes back is disposable for another reason.
/// </summary>
internal sealed class Worth
{
    private const int MaxDepth = 3;

    /// <summary>Declared members up to which a type may be a stand-in for one that holds something.</summary>
    private const int SmallType = 10;

    private static readonly string[] Handlers = { "SocketsHttpHandler", "HttpClientHandler", "WinHttpHandler", "WebRequestHandler" };

    private readonly ConcurrentDictionary<ITypeSymbol, bool> known = new(SymbolEqualityComparer.Default);
    private readonly SemanticModels models;
    private readonly SourceTexts texts;

    public Worth(SemanticModels models, SourceTexts texts)
    {
        this.models = models;
        this.texts = texts;
    }

    /// <summary>No entry of the store is shown to hold anything.</summary>
    public bool IsNothingIn(Holder holder, Store store)
    {
        var made = store.Accesses.Where(a => a.Inserts && a.Inserted is not { IsNull: true }).Select(a => holder.Ownership.Origins.CreatedTypes(a).ToList()).ToList();
        if (made.Count > 0 && made.TrueForAll(m => m.Count > 0))
            return made.TrueForAll(m => m.TrueForAll(t => IsNothing(t, holder, 0)));
        return store.Payload.Resource is { } resource && IsNothing(resource, holder, 0);
    }

    /// <summary>What goes into the store has acquired nothing and started nothing when it is put there.</summary>
    public bool IsFresh(Holder holder, Store store)
    {
        if (store.Payload.HasEntry)
            return false;
        var types = store.Accesses.Where(a => a.Inserts && a.Inserted is not { IsNull: true }).SelectMany(holder.Ownership.Origins.CreatedTypes).ToList();
        if (types.Count == 0 && store.Payload.Resource is { } resource)
            types.Add(resource);
        return types.Count > 0 && types.TrueForAll(t => AcquiresNothing(t, holder)) && !holder.OwnMembers.Exists(f => types.Exists(t => Works(holder, f, t))) && !(GoesOut(store) && types.Exists(t => FillsItself(holder, t)));
    }

    /// <summary>The member writes into objects of the type: they are parts of what the holder does, which it fills later; or it starts them.</summary>
    private static bool Works(Holder holder, MemberFacts facts, ITypeSymbol type)
    {
        return facts.Calls.Exists(c => c.Target is { MethodKind: MethodKind.Ordinary } asked && IsOf(asked) && !Closing.IsClosing(asked) && holder.WrittenFactsOf(asked) is { } done && Fills(holder, done)) || facts.Calls.Exists(c => c.Target is { } called && (called.MethodKind == MethodKind.PropertySet || Starting.IsBeginning(called.Name)) && IsOf(called)) || facts.Assigns.Exists(a => a.Place is { A: { Kind: not ValueKind.This }, Symbol: { } part } && IsOf(part)) || facts.Accesses.Exists(a => a.Mutates && a.Target.A is { Kind: not ValueKind.This } && a.Store != null && IsOf(a.Store));

        bool IsOf(ISymbol member) => Entries.Derives(type, member.ContainingType);
    }

    /// <summary>Whoever gets an entry from the holder can use it.</summary>
    private static bool GoesOut(Store store) => store.Accesses.Exists(a => a.Body.Member.Method is { ReturnsVoid: false, DeclaredAccessibility: not Accessibility.Private } method && a.Body.Member.Returns.Exists(r => r.Value is { } given && (a.Inserted != null && Canon.Same(given, a.Inserted) || given.Access == a || given is { Kind: ValueKind.Local, Local: { } local } && local.Assigned.Exists(v => v.Access == a || a.Inserted == v))));

    /// <summary>Another member than its ends opens what the ends close.</summary>
    private static bool FillsItself(Holder holder, ITypeSymbol type) => type is INamedTypeSymbol named && InSource(named).SelectMany(t => t.GetMembers()).OfType<IMethodSymbol>().Any(m => m is { IsAbstract: false, MethodKind: MethodKind.Ordinary or MethodKind.PropertyGet } && !Closing.IsClosing(m) && holder.WrittenFactsOf(m) is { } facts && Fills(holder, facts));

    private static bool Fills(Holder holder, MemberFacts facts) => facts.Accesses.Exists(a => a.Inserts && a.Inserted is { Kind: ValueKind.Created, Type: { } made } && holder.Catalog.IsResource(made) && !holder.Catalog.Of(made).Has(TypeTraits.DisposeOptional | TypeTraits.ConditionalResource));

    private bool AcquiresNothing(ITypeSymbol type, Holder holder)
    {
        if (type is ITypeParameterSymbol { ConstraintTypes: { IsEmpty: false } constraints })
            return constraints.All(c => AcquiresNothing(c, holder));
        if (type is not INamedTypeSymbol named || !StoreScope.IsInSource(named))
            return false;
        return named.IsAbstract ? Kinds(named.OriginalDefinition, holder) is { Count: > 0 } kinds && kinds.TrueForAll(k => k.IsAbstract || AcquiresNothing(k, holder)) : !IsSmall(named.OriginalDefinition) && Inert.AcquiresNothing(holder, named);
    }

    private bool IsNothing(ITypeSymbol type, Holder holder, int depth)
    {
        if (depth > MaxDepth)
            return false;
        // One that a server in the process or a mock has made: its own dispose is empty.
        if (type is { Name: "HttpMessageHandler", ContainingNamespace.Name: "Http" })
            return !System.Array.Exists(Handlers, h => texts.Uses(h, holder.Cancellation).Any());
        if (type is ITypeParameterSymbol { ConstraintTypes: { IsEmpty: false } constraints })
            return constraints.All(c => IsNothing(c, holder, depth + 1));
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.Interface } named || !StoreScope.IsInSource(named))
            return false;
        var definition = named.OriginalDefinition;
        if (known.TryGetValue(definition, out var found))
            return found;
        var nothing = definition.IsAbstract
            ? Kinds(definition, holder) is { Count: > 0 } kinds && kinds.TrueForAll(k => IsNothing(k, holder, depth + 1))
            : !IsSmall(definition) && (!Holds(definition, holder, depth) || EndsNothing(definition, holder)) && (definition.IsSealed || Kinds(definition, holder).TrueForAll(k => IsNothing(k, holder, depth + 1)));
        return depth > 0 ? nothing : known.GetOrAdd(definition, nothing);
    }

    /// <summary>Its end, which a base type asks for, does nothing but note that it has come: nothing is different without it.</summary>
    private static bool EndsNothing(INamedTypeSymbol type, Holder holder)
    {
        var ends = InSource(type).SelectMany(t => t.GetMembers()).OfType<IMethodSymbol>().Where(m => !m.IsAbstract && (m.MethodKind == MethodKind.Destructor || Closing.IsClosing(m))).ToList();
        return InSource(type).Last().BaseType is { SpecialType: SpecialType.System_Object } && ends.Exists(m => Closing.IsDispose(m) && !SymbolEqualityComparer.Default.Equals(m.ContainingType.OriginalDefinition, type)) && ends.TrueForAll(m => m.MethodKind != MethodKind.Destructor && holder.WrittenFactsOf(m) is { IsTruncated: false } facts && facts.Accesses.TrueForAll(a => a.Access == AccessKind.Read || a.Access == AccessKind.Overwrite && a.Inserted is { IsTrue: true }) && facts.Assigns.Count == 0 && !EndEffects.Has(holder, type, facts, withParts: true))
            && !ends.Exists(m => EmptyEnd.TellsLoop(type, holder.WrittenFactsOf(m)!, holder.Cancellation));
    }

    /// <summary>The types of the compilation that name the interface or abstract class among their bases.</summary>
    private List<INamedTypeSymbol> Kinds(INamedTypeSymbol type, Holder holder)
    {
        var kinds = new List<INamedTypeSymbol>();
        foreach (var use in texts.Uses(type.Name, holder.Cancellation))
        {
            if (use.Parent?.FirstAncestorOrSelf<BaseTypeSyntax>() is { Parent.Parent: TypeDeclarationSyntax declaration } && models.Of(declaration.SyntaxTree).GetDeclaredSymbol(declaration, holder.Cancellation) is INamedTypeSymbol kind
                && (SymbolEqualityComparer.Default.Equals(kind.BaseType?.OriginalDefinition, type) || kind.AllInterfaces.Any(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, type))))
                kinds.Add(kind);
        }

        return kinds;
    }

    /// <summary>Too little to say what it stands for.</summary>
    private static bool IsSmall(INamedTypeSymbol type) =>
        InSource(type).SelectMany(t => t.GetMembers()).Count(m => !m.IsImplicitlyDeclared && m is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.Constructor or MethodKind.ExplicitInterfaceImplementation } or IPropertySymbol or IFieldSymbol) <= SmallType;

    private bool Holds(INamedTypeSymbol type, Holder holder, int depth)
    {
        if (UnknownBase.Is(type) || IsOnBaseThatHolds(type, holder) || holder.Analysis.Strength.WordsFor(type, holder) is { } words && !IsNameOnly(words))
            return true;
        foreach (var member in InSource(type).SelectMany(t => t.GetMembers()))
        {
            if (member is IMethodSymbol { MethodKind: MethodKind.Destructor } or IMethodSymbol { IsExtern: true })
                return true;
            if (member is IFieldSymbol { IsStatic: false } field && IsHeld(field.Type, holder, depth) && !IsDone(type, field, holder, depth))
                return true;
            if (member is IMethodSymbol { IsAbstract: false } or IFieldSymbol && holder.WrittenFactsOf(member) is { } facts && (facts.IsTruncated || facts.Starts.Count > 0 || facts.Registers.Exists(r => r.Detaches) || EndEffects.Has(holder, type, facts)))
                return true;
        }

        return false;
    }

    /// <summary>"is a connection": by its name alone.</summary>
    private static bool IsNameOnly(string words) => words.StartsWith("is a ", System.StringComparison.Ordinal) || words.StartsWith("holds one that is a ", System.StringComparison.Ordinal);

    private static bool IsOnBaseThatHolds(INamedTypeSymbol type, Holder holder)
    {
        var outer = InSource(type).Last().BaseType;
        return outer is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) } && holder.Catalog.IsResource(outer) && !NothingToFree.Ever(holder, type);
    }

    /// <summary>A field of a kind that has to be freed, or whose type cannot be found.</summary>
    private bool IsHeld(ITypeSymbol type, Holder holder, int depth)
    {
        if (type.TypeKind is TypeKind.Error or TypeKind.Pointer or TypeKind.TypeParameter || type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr || type.Name is "GCHandle")
            return true;
        // Work under way, which the end may tell by a flag alone.
        if (type is { Name: "Task", ContainingNamespace.Name: "Tasks" })
            return true;
        if (type is IArrayTypeSymbol { ElementType: var element } && IsHeld(element, holder, depth) || type is INamedTypeSymbol { TypeArguments: var parts } && parts.Any(p => p is not ITypeParameterSymbol && IsHeld(p, holder, depth)))
            return true;
        var payload = holder.Catalog.PayloadOf(type);
        return payload.MaybeResource || payload is { IsResource: true, Resource: { } resource } && (StoreScope.IsInSource(resource) ? !IsNothing(resource, holder, depth + 1) : !holder.Catalog.Of(resource).Has(TypeTraits.DisposeOptional));
    }

    /// <summary>_notes = Task.FromResult(text): no work, wherever the field is set.</summary>
    private bool IsDone(INamedTypeSymbol type, IFieldSymbol field, Holder holder, int depth)
    {
        if (field.Type is not INamedTypeSymbol { Name: "Task", ContainingNamespace.Name: "Tasks", TypeArguments: var results } || results.Any(r => IsHeld(r, holder, depth)))
            return false;
        var kept = field.AssociatedSymbol ?? field;
        var set = InSource(type).SelectMany(t => t.GetMembers()).Where(m => m is IMethodSymbol { IsAbstract: false } or IFieldSymbol or IPropertySymbol).Select(holder.WrittenFactsOf).Distinct().SelectMany(f => f?.Accesses.Where(a => a.Mutates && SymbolEqualityComparer.Default.Equals(a.Store, kept)) ?? Enumerable.Empty<AccessNode>()).ToList();
        return set.Count > 0 && set.TrueForAll(a => a.Inserted is { Kind: ValueKind.Pure or ValueKind.Constant or ValueKind.Null } or { Symbol.Name: "CompletedTask" } or { Type: { Name: not "Task" } });
    }

    private static IEnumerable<INamedTypeSymbol> InSource(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? at = type; at != null && StoreScope.IsInSource(at); at = at.BaseType)
            yield return at.OriginalDefinition;
    }
}
