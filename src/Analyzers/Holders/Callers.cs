using System.Collections.Generic;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Who calls the methods of the nest, and which locks every caller holds.</summary>
internal sealed class Callers
{
    private readonly Holder holder;
    private readonly Dictionary<MemberFacts, List<CallNode>> sites = new();
    private readonly HashSet<ISymbol> groups = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<BodyFacts, LockSet> entries = new();
    private readonly HashSet<BodyFacts> open = new();

    public Callers(Holder holder)
    {
        this.holder = holder;
        foreach (var facts in holder.Members)
        {
            foreach (var group in facts.MethodGroups)
                groups.Add(group);
            foreach (var call in facts.Calls)
            {
                if (call.Target is not { } target || holder.OwnFactsOf(target) is not { } callee)
                    continue;
                if (!sites.TryGetValue(callee, out var list))
                    sites.Add(callee, list = new List<CallNode>());
                list.Add(call);
            }
        }
    }

    public IReadOnlyList<CallNode> Of(MemberFacts facts) => sites.TryGetValue(facts, out var list) ? list : System.Array.Empty<CallNode>();

    /// <summary>Every call is in sight: private, never a delegate, no implementation of anything.</summary>
    public bool IsClosed(MemberFacts facts)
    {
        if (facts.Method is not { } method || method.MethodKind is MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor)
            return false;
        return method.DeclaredAccessibility == Accessibility.Private && method.ExplicitInterfaceImplementations.IsEmpty
            && method is { IsVirtual: false, IsOverride: false } && !groups.Contains(method.OriginalDefinition) && !(method.PartialDefinitionPart is { } p && groups.Contains(p));
    }

    /// <summary>No derived type of this compilation calls it.</summary>
    private bool OnlyOwnCall(IMethodSymbol method)
    {
        foreach (var caller in holder.Analysis.Foreign.CallersOf(method, holder.Cancellation))
        {
            if (holder.OwnFactsOf(caller.Member) == null)
                return false;
        }

        return true;
    }

    /// <summary>A protected helper that the type itself calls: what derived types elsewhere call, they call as the type does.</summary>
    private bool IsForDerived(MemberFacts facts) => facts.Method is { DeclaredAccessibility: Accessibility.Protected or Accessibility.ProtectedAndInternal, MethodKind: MethodKind.Ordinary, IsVirtual: false, IsOverride: false, IsAbstract: false } method
        && !groups.Contains(method.OriginalDefinition) && Of(facts).Count > 0;

    public bool IsDelegate(IMethodSymbol method) => groups.Contains(method.OriginalDefinition);

    /// <summary>The locks certainly held at a node, those of all callers included.</summary>
    public LockSet LocksAt(Node node) => node.Locks.Union(EntryOf(node.Body));

    /// <summary>The locks every caller of a body holds.</summary>
    public LockSet EntryOf(BodyFacts body)
    {
        if (entries.TryGetValue(body, out var known))
            return known;
        if (!open.Add(body))
            return LockSet.Empty;
        var entry = Compute(body);
        open.Remove(body);
        entries[body] = entry;
        return entry;
    }

    /// <summary>A local function without a call that could be understood: whatever its callers hold.</summary>
    private static readonly LockSet Unseen = LockSet.Empty.With(new LockId(null, "?", LockMode.Exclusive, false));

    private LockSet Compute(BodyFacts body)
    {
        if (body.IsLocalFunction)
            return body.EscapesAsDelegate ? LockSet.Empty : body.CallsTo.Count == 0 ? Unseen : Intersect(body.CallsTo);
        if (body.Enclosing != null)
            return body.RunsInline ? EntryOf(body.Enclosing) : HeldByInvoker(body);
        if (IsClosed(body.Member))
            return Intersect(Of(body.Member));
        return IsForDerived(body.Member) && Intersect(Of(body.Member)) is { IsEmpty: false } held && OnlyOwnCall(body.Member.Method!) ? held : LockSet.Empty;
    }

    /// <summary>A lambda given to a method that invokes its parameter under a lock.</summary>
    private LockSet HeldByInvoker(BodyFacts body)
    {
        foreach (var call in body.Member.Calls)
        {
            for (var i = 0; i < call.Arguments.Length; i++)
            {
                if (call.Arguments[i].Body == body && call.Arguments[i].Kind == ValueKind.Delegate && call.Target is { } target)
                    return holder.OwnFactsOf(target) is { } callee ? InvocationsOf(callee, i) : LockedHelpers.HeldFor(holder, call, i);
            }
        }

        return LockSet.Empty;
    }

    private LockSet InvocationsOf(MemberFacts callee, int parameter)
    {
        LockSet? common = null;
        foreach (var call in callee.Calls)
        {
            if (call.IsDelegate && call.Receiver is { Kind: ValueKind.Parameter, Symbol: IParameterSymbol invoked } && invoked.Ordinal == parameter)
                common = common == null ? LocksAt(call) : common.Intersect(LocksAt(call));
        }

        return common ?? LockSet.Empty;
    }

    private LockSet Intersect(IReadOnlyList<CallNode> calls)
    {
        LockSet? common = null;
        foreach (var call in calls)
        {
            if (IsConstruction(call.Body.Member) || open.Contains(call.Body))
                continue;
            var held = LocksAt(call);
            common = common == null ? held : common.Intersect(held);
            if (common.IsEmpty)
                break;
        }

        return common ?? LockSet.Empty;
    }

    /// <summary>Constructors and initializers: nobody else sees the object yet.</summary>
    public static bool IsConstruction(MemberFacts facts) =>
        facts.Member is IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } or IFieldSymbol or IPropertySymbol;

    /// <summary>Runs only while the object is made: a constructor, or a private helper that only constructors call.</summary>
    public bool OnlyWhileConstructed(BodyFacts body)
    {
        var outermost = body;
        while (outermost.Enclosing != null)
        {
            if (!outermost.RunsInline && !outermost.IsLocalFunction)
                return false;
            outermost = outermost.Enclosing;
        }

        return OnlyWhileConstructed(outermost.Member, 0);
    }

    /// <summary>
    /// A helper that others could call too, and of which this compilation only knows calls by constructors of its type. Callers are searched
    /// in all files, so this is asked last.
    /// </summary>
    public bool OnlyConstructorsCall(BodyFacts body)
    {
        if (body.Enclosing != null || body.Member.Method is not { DeclaredAccessibility: Accessibility.Internal or Accessibility.Protected or Accessibility.ProtectedAndInternal, IsVirtual: false, IsOverride: false } method || IsDelegate(method))
            return false;
        var callers = holder.Analysis.Foreign.CallersOf(method, holder.Cancellation);
        foreach (var caller in callers)
        {
            if (caller.Method is not { MethodKind: MethodKind.Constructor } constructor || !SymbolEqualityComparer.Default.Equals(constructor.ContainingType.OriginalDefinition, method.ContainingType.OriginalDefinition))
                return false;
        }

        return callers.Count > 0;
    }

    private bool OnlyWhileConstructed(MemberFacts facts, int depth)
    {
        if (IsConstruction(facts))
            return true;
        if (CompletesNewObject.Is(this, facts))
            return true;
        if (depth > 4 || !IsClosed(facts))
            return false;
        var calls = Of(facts);
        if (calls.Count == 0)
            return false;
        foreach (var call in calls)
        {
            if (call.Body.Enclosing != null && !call.Body.RunsInline || !OnlyWhileConstructed(call.Body.Member, depth + 1))
                return false;
        }

        return true;
    }
}
