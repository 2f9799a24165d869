using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>The statements by which an owner disposes all entries of a collection and empties it.</summary>
internal sealed class OwnerDrain
{
    private readonly FixRequest request;
    private readonly ISymbol store;
    private readonly ITypeSymbol type;
    private readonly SyntaxNode place;
    private readonly Names names;
    private readonly ITypeSymbol element;

    private OwnerDrain(FixRequest request, ISymbol store, ITypeSymbol type, SyntaxNode place, Names names, ITypeSymbol element)
    {
        this.request = request;
        this.store = store;
        this.type = type;
        this.place = place;
        this.names = names;
        this.element = element;
    }

    public static OwnerDrain? For(FixRequest request, ISymbol store, SyntaxNode place, Names names)
    {
        var type = store is IFieldSymbol field ? field.Type : ((IPropertySymbol)store).Type;
        return DisposeCode.ElementOf(type) is { } element ? new OwnerDrain(request, store, type, place, names, element) : null;
    }

    /// <summary>What says under the lock that the owner is closed.</summary>
    public string? Flag { get; set; }

    /// <summary>What closes the owner before anything is drained.</summary>
    public string? Close { get; set; }

    /// <summary>Null when there is no right form.</summary>
    public string? Text(bool awaits)
    {
        if (DisposeCode.For(request.Model, element, place, request.Fact(FixFacts.Form), request.Fact(FixFacts.Path), awaits) is not { } item || Taking() is not { } take)
            return null;
        var isSplit = request.Fact(FixFacts.Fails) != null || request.Fact(FixFacts.Lock) != null;
        var text = isSplit ? Split(item, take) : take.Direct(item);
        if (text == null || !MayBeMissing())
            return text == null ? null : Close + text;
        return $"{Close}if ({store.Name} != null)\n{{\n{text}\n}}";
    }

    /// <summary>Takes all entries out, under the lock of the collection when it has one, and disposes them after that.</summary>
    private string? Split(DisposeCode item, Way take)
    {
        if (take.Collect is not { } collect)
            return null;
        var drained = names.Free("drained");
        var list = $"global::System.Collections.Generic.List<{ElementText()}>";
        var taken = collect(drained);
        if (request.Fact(FixFacts.Lock) is { } gate)
            taken = $"lock ({gate})\n{{\n{Flag} = true;\n{taken}\n}}\n";
        var name = Names.For(element, "entry");
        var loop = request.Fact(FixFacts.Fails) != null ? DrainCode.IsolatedLoop(drained, item, name, names) : DrainCode.Loop(drained, item, name, names);
        return take.Source != null && request.Fact(FixFacts.Lock) == null
            ? $"var {drained} = new {list}({take.Source});\n{take.Emptied}\n{loop}"
            : $"var {drained} = new {list}();\n{taken}\n{loop}";
    }

    private string ElementText() => element.ToMinimalDisplayString(request.Model, place.SpanStart);

    private sealed class Way
    {
        public Way(System.Func<DisposeCode, string> direct, System.Func<string, string>? collect)
        {
            Direct = direct;
            Collect = collect;
        }

        /// <summary>Disposes entry by entry.</summary>
        public System.Func<DisposeCode, string> Direct { get; }

        /// <summary>Moves the entries into a list; null when that is not possible.</summary>
        public System.Func<string, string>? Collect { get; }

        /// <summary>What is enumerated, and what empties it after that; null where entries are taken one by one.</summary>
        public string? Source { get; set; }

        public string? Emptied { get; set; }
    }

    /// <summary>How the entries leave the collection: taken one by one, or all cleared.</summary>
    private Way? Taking()
    {
        var name = store.Name;
        var entry = Names.For(element, "entry");
        if (type is IArrayTypeSymbol { Rank: 1 } array)
        {
            var each = names.Free(entry);
            return new Way(
                item => $"{DisposeCode.Under($"foreach (var {each} in {name})", item.Of(each, !array.ElementType.IsValueType, names))}\nglobal::System.Array.Clear({name}, 0, {name}.Length);",
                null);
        }

        if (Has("TryRemove", 2) && HasProperty("Keys"))
        {
            return new Way(
                item => DrainCode.RemoveAll(name, "TryRemove", item, names),
                list =>
                {
                    var key = names.Free("key");
                    var removed = names.Free("removed");
                    return $"foreach (var {key} in {name}.Keys)\n{{\nif ({name}.TryRemove({key}, out var {removed}))\n{list}.Add({removed});\n}}\n";
                });
        }

        foreach (var take in new[] { "TryDequeue", "TryPop", "TryTake" })
        {
            if (!Has(take, 1))
                continue;
            return new Way(
                item => DrainCode.TakeAll(name, take, item, entry, names),
                list =>
                {
                    var taken = names.Free("taken");
                    return $"while ({name}.{take}(out var {taken}))\n{list}.Add({taken});\n";
                });
        }

        var source = HasProperty("Values") ? name + ".Values" : name;
        if (Method("Clear", 0) is not { } clear)
            return null;
        if (!clear.ReturnsVoid && (store is not IFieldSymbol { IsReadOnly: false } || !SymbolEqualityComparer.Default.Equals(clear.ReturnType, type)))
            return null;
        var emptied = clear.ReturnsVoid ? $"{name}.Clear();" : $"{name} = {name}.Clear();";
        return new Way(item => $"{DrainCode.Loop(source, item, entry, names)}\n{emptied}", list => $"{list}.AddRange({source});\n{emptied}") { Source = source, Emptied = emptied };
    }

    private bool Has(string name, int parameters) => Method(name, parameters) is { } method && method.Parameters[parameters - 1].RefKind == RefKind.Out && method.ReturnType.SpecialType == SpecialType.System_Boolean;

    private IMethodSymbol? Method(string name, int parameters) =>
        request.Model.LookupSymbols(place.SpanStart, type, name).OfType<IMethodSymbol>().FirstOrDefault(m => !m.IsStatic && m.Parameters.Length == parameters);

    private bool HasProperty(string name) => request.Model.LookupSymbols(place.SpanStart, type, name).OfType<IPropertySymbol>().Any(p => !p.IsIndexer);

    /// <summary>The collection itself is made later, or perhaps never.</summary>
    private bool MayBeMissing()
    {
        if (type.NullableAnnotation == NullableAnnotation.Annotated)
            return true;
        if (type.IsValueType || store is IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null })
            return false;
        return store.DeclaringSyntaxReferences.Select(r => r.GetSyntax(request.Cancellation)).All(s => s is VariableDeclaratorSyntax { Initializer: null } or PropertyDeclarationSyntax { Initializer: null });
    }
}
