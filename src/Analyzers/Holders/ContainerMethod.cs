using System;
using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>What one method of a container does with the entries, as a row of the table of collections.</summary>
internal sealed class ContainerMethod
{
    /// <summary>Members that tell of the entries and show none; the collector knows them by these names.</summary>
    private static readonly string[] Numbers = { "Count", "Length", "IsEmpty", "ToString", "GetHashCode" };

    private readonly ApiCatalog catalog;
    private readonly IMethodSymbol method;
    private readonly MemberFacts facts;
    private readonly IFieldSymbol field;
    private readonly ITypeSymbol element;
    private readonly IReadOnlyDictionary<ISymbol, AccessTable.Row> others;
    private readonly List<AccessNode> uses;
    private readonly List<CallNode> inner;

    public ContainerMethod(ApiCatalog catalog, IMethodSymbol method, MemberFacts facts, IFieldSymbol field, ITypeSymbol element, IReadOnlyDictionary<ISymbol, AccessTable.Row> others)
    {
        this.catalog = catalog;
        this.method = method;
        this.facts = facts;
        this.field = field;
        this.element = element;
        this.others = others;
        uses = facts.Accesses.FindAll(a => SymbolEqualityComparer.Default.Equals(a.Store, field));
        inner = facts.Calls.FindAll(c => c.Target != null && others.ContainsKey(c.Target.OriginalDefinition));
    }

    /// <summary>False when it cannot be told; the row is null when it does nothing with the entries but count them.</summary>
    public bool Classify(out AccessTable.Row? row)
    {
        row = null;
        var changes = uses.FindAll(a => a.Mutates);
        if (IsEnumerator || IsNumber)
            return facts.Disposals.Count == 0 && changes.Count == 0 && (IsEnumerator || !Mentions(method.ReturnType));
        if (uses.Count + inner.Count == 0)
            return IsOfOther;
        if (!IsPlain() || facts.Calls.Exists(c => !IsView(c) && Array.Exists(c.Arguments, IsCollection)) || uses.Exists(a => a.Depth != 0 || a.Target.A != null))
            return false;
        if (GivesEach is { } each)
        {
            row = Row(AccessKind.Enumerate, TakesAll(changes) ? 'N' : 'n', each, 'p');
            return method.Parameters.Length == 1 && IsOfAll(changes);
        }

        if (IsSequence(method.ReturnType))
        {
            row = Row(AccessKind.Enumerate, TakesAll(changes) ? 'S' : 's');
            return method.Parameters.IsEmpty && IsOfAll(changes);
        }

        if (inner.Count > 0 || changes.Count > 1 || !(changes.Count == 0 ? Shows(out row) : Leaves(changes[0]) ? TakesOut(changes[0], out row) : PutsIn(changes[0], out row)) || row == null)
            return false;
        // A delegate or an entry that the row does not speak of: what becomes of it is not known.
        var roles = row.Roles;
        if (method.Parameters.Any(p => roles[p.Ordinal] == '_' && (p.Type.TypeKind == TypeKind.Delegate || Mentions(p.Type))))
            return false;
        return method.AssociatedSymbol is not IPropertySymbol { IsIndexer: true } || row.Kind == (method.MethodKind == MethodKind.PropertyGet ? AccessKind.Lookup : AccessKind.Overwrite);
    }

    private bool IsEnumerator => method.Parameters.IsEmpty && method.Name.EndsWith("GetEnumerator", StringComparison.Ordinal);

    /// <summary>A number, or the keys: those of the collection itself, and of nothing else.</summary>
    private bool IsNumber => method.Parameters.IsEmpty && method.MethodKind != MethodKind.PropertySet && (method.AssociatedSymbol?.Name ?? method.Name) is var name
        && (Array.IndexOf(Numbers, name) >= 0 || name == "Keys" && uses.Count > 0 && uses.TrueForAll(a => a is { Access: AccessKind.Enumerate, Member: "Keys" }));

    /// <summary>It has nothing to do with the entries: they are not in what it takes or gives, and it passes the collection to nobody.</summary>
    private bool IsOfOther => facts is { IsTruncated: false, Disposals.Count: 0, Registers.Count: 0, Starts.Count: 0 } && !Mentions(method.ReturnType) && !method.Parameters.Any(p => Mentions(p.Type))
        && !facts.Calls.Exists(c => Array.Exists(c.Arguments, IsCollection) || c.Receiver is { } asked && IsCollection(asked)) && !facts.Assigns.Exists(a => IsCollection(a.Value)) && !facts.Returns.Exists(r => r.Value != null && IsCollection(r.Value));

    /// <summary>No entry is ended, asked to do something, or given to anybody else, and nothing runs later.</summary>
    private bool IsPlain()
    {
        if (facts.IsTruncated || method.IsAsync || facts.Disposals.Count + facts.Registers.Count + facts.Starts.Count + facts.MethodGroups.Count > 0 || facts.Bodies.Exists(b => b.Enclosing != null && !b.RunsInline))
            return false;
        foreach (var parameter in method.Parameters)
        {
            if (Mentions(parameter.Type) && !IsElementType(parameter.Type) && parameter.Type.TypeKind != TypeKind.Delegate)
                return false;
        }

        foreach (var call in facts.Calls)
        {
            if (inner.Contains(call))
                continue;
            if (Array.Exists(call.Arguments, a => a.Kind == ValueKind.This))
                return false;
            // Where nothing changes, an entry may be asked for what it has.
            if (call.Receiver is { } asked && IsElementType(asked.Type) && (call.Target is not { MethodKind: MethodKind.PropertyGet } || uses.Exists(a => a.Mutates)))
                return false;
            if (!(call.IsDelegate && ParameterOf(call.Receiver) != null) && Array.Exists(call.Arguments, IsElement) && call.Target?.Name is not ("Equals" or "ReferenceEquals" or "ThrowIfNull" or "GetHashCode"))
                return false;
        }

        return !facts.Accesses.Exists(a => a.Inserts && !uses.Contains(a) && a.Store != null && a.Inserted is { } kept && IsElement(kept));
    }

    /// <summary>Whatever leaves, all leave.</summary>
    private bool IsOfAll(List<AccessNode> changes) => changes.TrueForAll(c => c.Access is AccessKind.Clear or AccessKind.Replace && Leaves(c) || IsForEach(c)) && inner.TrueForAll(c => others[c.Target!.OriginalDefinition].Kind is AccessKind.Take or AccessKind.Lookup or AccessKind.Enumerate or AccessKind.Exists);

    private bool TakesAll(List<AccessNode> changes) => changes.Count > 0 || inner.Exists(c => others[c.Target!.OriginalDefinition].Kind == AccessKind.Take);

    /// <summary>In a loop over all of them, and under no other condition.</summary>
    private static bool IsForEach(AccessNode change) => Leaves(change) && change.Parent is { Role: BlockRole.LoopBody };

    private bool Mentions(ITypeSymbol type, int depth = 0) => depth < 5 && (SymbolEqualityComparer.Default.Equals(type, element) || type is IArrayTypeSymbol array && Mentions(array.ElementType, depth + 1) || type is INamedTypeSymbol named && (named.TypeArguments.Any(a => Mentions(a, depth + 1)) || named.ContainingType is { } outer && Mentions(outer, depth + 1)));

    private bool IsSequence(ITypeSymbol type) => type is IArrayTypeSymbol array ? SymbolEqualityComparer.Default.Equals(array.ElementType, element)
        : type is INamedTypeSymbol { TypeArguments: { Length: 1 } arguments } && SymbolEqualityComparer.Default.Equals(arguments[0], element) && (catalog.Of(type).Collection != CollectionKind.None || type.Name is "IEnumerable" or "IReadOnlyCollection" or "ICollection");

    /// <summary>The collection itself, as it is.</summary>
    private bool IsCollection(Value value) => Known(value) is { Kind: ValueKind.Store, A: null, Symbol: { } symbol } && SymbolEqualityComparer.Default.Equals(symbol, field);

    /// <summary>new List(items), items.ToArray(): a copy, of which the method then says what it is.</summary>
    private static bool IsView(CallNode call) => call.IsCreation || call.Info is { Role: not MethodRole.None };

    private bool IsElement(Value value) => IsElementType(value.Type) && Known(value).Kind is ValueKind.Parameter or ValueKind.Element or ValueKind.EachElement;

    private bool IsElementType(ITypeSymbol? type) => type != null && SymbolEqualityComparer.Default.Equals(type, element);

    private static Value Known(Value value) => value is { Kind: ValueKind.Local, Local.Single: { } single } ? single : value;

    private static IParameterSymbol? ParameterOf(Value? value) => value != null && Known(value) is { Kind: ValueKind.Parameter, Symbol: IParameterSymbol parameter } ? parameter : null;

    private bool IsBool => method.ReturnType.SpecialType == SpecialType.System_Boolean;

    private IParameterSymbol? Out => method.Parameters.FirstOrDefault(p => p.RefKind == RefKind.Out && IsElementType(p.Type));

    /// <summary>The parameter that is called with each entry: Drain(s => s.Dispose()).</summary>
    private IParameterSymbol? GivesEach => facts.Calls.Find(c => c.IsDelegate && c.Receiver is { Kind: ValueKind.Parameter } && c.Arguments.Length == 1 && IsElementType(c.Arguments[0].Type))?.Receiver?.Symbol is IParameterSymbol each && method.ReturnsVoid ? each : null;

    /// <summary>Nothing changes: an entry is looked up, or whether there is one.</summary>
    private bool Shows(out AccessTable.Row? row)
    {
        row = null;
        if (uses.FindAll(a => a.Access is AccessKind.Lookup or AccessKind.Exists) is not { Count: > 0 } asked || ParameterOf(asked[0].Key) is not { } key || !asked.TrueForAll(a => SymbolEqualityComparer.Default.Equals(ParameterOf(a.Key), key)))
            return false;
        if (IsElementType(method.ReturnType))
            row = facts.Returns.TrueForAll(r => r.Value == null || IsFound(r.Value, 0)) ? Row(AccessKind.Lookup, 'e', key, 'k') : null;
        else if (IsBool && facts.Returns.Count == 1 && facts.Returns[0].Value is { } answer)
            row = IsPresence(answer) is { } there ? Row(Out != null && there ? AccessKind.Lookup : AccessKind.Exists, there ? 'b' : 'f', key, 'k') : null;
        return row != null && (row.Kind == AccessKind.Lookup || Out == null);
    }

    /// <summary>An entry of the store, or none.</summary>
    private bool IsFound(Value value, int depth) => depth < 5 && (Known(value) is var known && (known.Kind is ValueKind.Element or ValueKind.Null || known is { Kind: ValueKind.Constant } || known.Kind == ValueKind.Either && IsFound(known.A!, depth + 1) && IsFound(known.B!, depth + 1)
        || known.Kind == ValueKind.Local && known.Local.Assigned.Count > 0 && known.Local.Assigned.TrueForAll(v => IsFound(v, depth + 1))));

    /// <summary>Whether the value says that there is an entry, or that there is none; null when it says something else.</summary>
    private bool? IsPresence(Value value) => Known(value) switch
    {
        { Kind: ValueKind.Outcome, Access: { } asked } => uses.Contains(asked) ? true : null,
        { Kind: ValueKind.IsNull, A: { } tested } => Known(tested) is { Kind: ValueKind.Element } ? false : null,
        { Kind: ValueKind.Not, A: { } denied } => !IsPresence(denied),
        _ => null,
    };

    private bool TakesOut(AccessNode change, out AccessTable.Row? row)
    {
        row = null;
        var isSure = IsSure(change);
        // What is taken into a local, and neither returned nor given out, is taken for something that cannot be told.
        if (!IsElementType(method.ReturnType) && Out == null && uses.Exists(a => a.Out != null || a.Access == AccessKind.Take && !a.ResultDropped || a.Access == AccessKind.Lookup && !IsTest(a)))
            return false;
        if (facts.Calls.Exists(c => c.IsDelegate) || facts.Accesses.Exists(a => a.Inserts && !uses.Contains(a) && a.Inserted?.Type is { } kept && !ApiCatalog.IsPlain(kept)) || facts.Assigns.Exists(a => a.Target is not (AssignTarget.Local or AssignTarget.Out)))
            return false;
        if (change.Access is AccessKind.Clear or AccessKind.Replace)
            row = method.ReturnsVoid && isSure ? Row(AccessKind.Clear, 'n') : null;
        else if (change.Access is AccessKind.RemoveInstance)
            row = isSure && ParameterOf(change.Comparand ?? change.Key) is { } instance && (IsBool ? Answers(change) : method.ReturnsVoid) ? Row(AccessKind.RemoveInstance, Result, instance, 'i') : null;
        else if (change.Access is AccessKind.Take)
            row = isSure && method.Parameters.All(p => p.RefKind == RefKind.Out) && (IsElementType(method.ReturnType) || IsBool && Out != null && Answers(change)) ? Row(AccessKind.Take, IsBool ? 'b' : 'e') : null;
        else if (ParameterOf(change.Key) is { } key)
            row = IsElementType(method.ReturnType) ? isSure && facts.Returns.TrueForAll(r => r.Value != null && IsFound(r.Value, 0)) ? Row(AccessKind.Take, 'e', key, 'k') : null
                : IsBool ? isSure && Answers(change) || SaysWhether(change) ? Row(AccessKind.Remove, 'b', key, 'k') : null
                : method.ReturnsVoid && isSure ? Row(AccessKind.Remove, 'n', key, 'k') : null;
        return row != null;
    }

    /// <summary>An entry that is only asked for, to see whether it is there.</summary>
    private bool IsTest(AccessNode lookup) => Structure.Branches(facts).Any(b => b.Order > lookup.Order && Implied.Any(b.Condition, true, (part, _) => part.Access == lookup || part is { Kind: ValueKind.IsNull, A: { } asked } && asked.Access == lookup)) && !facts.Assigns.Exists(a => a.Value.Access == lookup);

    private bool PutsIn(AccessNode change, out AccessTable.Row? row)
    {
        row = null;
        if (IsElementType(method.ReturnType) && ParameterOf(change.Key) is { } asked && FactoryOf(change) is { } factory)
        {
            row = new AccessTable.Row(AccessKind.GetOrAdd, new string(Array.ConvertAll(method.Parameters.ToArray(), p => SymbolEqualityComparer.Default.Equals(p, asked) ? 'k' : SymbolEqualityComparer.Default.Equals(p, factory) ? 'x' : '_')), 'e');
            return change.Access == AccessKind.GetOrAdd || !change.Locks.IsEmpty && uses.TrueForAll(u => !u.Locks.IsEmpty);
        }

        if (ParameterOf(change.Inserted) is not { } newcomer || !IsElementType(newcomer.Type) || !method.ReturnsVoid && !IsBool && !SymbolEqualityComparer.Default.Equals(method.ReturnType, method.ContainingType))
            return false;
        var isSure = IsSure(change);
        var isKeyed = ParameterOf(change.Key) != null;
        var kind = (change.Access, IsBool) switch
        {
            (AccessKind.TryAdd, true) when Answers(change) => AccessKind.TryAdd,
            (AccessKind.Overwrite, true) when isKeyed && IsAbsentAt(change) && SaysWhether(change) => AccessKind.TryAdd,
            (AccessKind.Add, true) when SaysWhether(change) => AccessKind.TryAdd,
            (AccessKind.Overwrite, false) when isKeyed && isSure && facts.Throws.Count == 0 => AccessKind.Overwrite,
            (AccessKind.Overwrite, false) when isKeyed && IsAbsentAt(change) && facts.Throws.Count > 0 && isSure => AccessKind.Add,
            (AccessKind.Add, false) when isSure => AccessKind.Add,
            _ => AccessKind.None,
        };
        row = kind == AccessKind.None ? null : Row(kind, kind == AccessKind.TryAdd ? 'b' : 'n', ParameterOf(change.Key), 'k', newcomer);
        return row != null;
    }

    /// <summary>Every way through the method passes the change, except those that throw.</summary>
    private bool IsSure(AccessNode change) => LevelOf(change) == change.Body.Root && change.Body == facts.Root && !facts.Returns.Exists(r => r.Order < change.Order);

    private static BlockNode? LevelOf(AccessNode change)
    {
        var level = change.Parent;
        while (level is { Role: BlockRole.LockBody })
            level = level.Parent;
        return level;
    }

    /// <summary>What it returns is what the collection says of the change.</summary>
    private bool Answers(AccessNode change) => facts.Returns.Count == 1 && facts.Returns[0].Value is { } said && Known(said) is { Kind: ValueKind.Outcome, Access: var answered } && answered == change;

    /// <summary>It returns true where the change was made, and false where it was not.</summary>
    private bool SaysWhether(AccessNode change) => change.Body == facts.Root && facts.Returns.Exists(r => r.Value is { IsFalse: true }) && facts.Returns.TrueForAll(r => r.Value is { } said && (Structure.IsOnTheWay(change, r) || r.Order > change.Order && LevelOf(change) is { } level && Structure.Contains(level, r)
        ? said.IsTrue : said.IsFalse)) && facts.Returns.Exists(r => r.Value is { IsTrue: true });

    /// <summary>Where the entry is put in there was none.</summary>
    private bool IsAbsentAt(AccessNode change) => Structure.Branches(facts).Any(b => b.Order < change.Order && (Structure.Contains(b.Then, change) ? SaysAbsent(b.Condition, true) : Structure.Contains(b.Else, change) ? SaysAbsent(b.Condition, false) : Structure.Leaves(b.Then) && SaysAbsent(b.Condition, false)));

    private bool SaysAbsent(Value condition, bool holds) => Implied.Any(condition, holds, (part, so) => IsPresence(part) is { } there && there != so);

    /// <summary>The delegate that makes what is put in: handed on to GetOrAdd, or called where nothing was found.</summary>
    private static IParameterSymbol? FactoryOf(AccessNode change) => change.Access == AccessKind.GetOrAdd ? ParameterOf(change.Factory ?? change.Inserted)
        : change.Access is AccessKind.Overwrite or AccessKind.Add && change.Inserted != null && Made(change.Inserted)?.Call?.Receiver is { } function ? ParameterOf(function) : null;

    /// <summary>What a delegate has made.</summary>
    private static Value? Made(Value value) => value.Kind == ValueKind.Local ? value.Local.Assigned.Find(v => v.Call is { IsDelegate: true }) : value.Call is { IsDelegate: true } ? value : null;

    private char Result => IsBool ? 'b' : 'n';

    /// <summary>An entry, or all of them, are no longer there afterwards.</summary>
    private static bool Leaves(AccessNode change) => change.Access is AccessKind.Remove or AccessKind.RemoveInstance or AccessKind.Take or AccessKind.Clear
        || change.Access is AccessKind.Overwrite && change.Inserted is { IsNull: true } || change.Access is AccessKind.Replace && change.Inserted is { Kind: ValueKind.Created, Items.Length: 0 };

    private AccessTable.Row Row(AccessKind kind, char result, IParameterSymbol? first = null, char role = '_', IParameterSymbol? newcomer = null)
    {
        var roles = new char[method.Parameters.Length];
        foreach (var parameter in method.Parameters)
        {
            roles[parameter.Ordinal] = parameter.RefKind == RefKind.Out ? 'o' : SymbolEqualityComparer.Default.Equals(parameter, newcomer) ? 'v' : SymbolEqualityComparer.Default.Equals(parameter, first) ? role : '_';
        }

        return new AccessTable.Row(kind, new string(roles), result);
    }
}
