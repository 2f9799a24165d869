using System;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <content>What conditions and checks say about the place.</content>
internal sealed partial class Presence
{
    /// <summary>[DoesNotReturnIf(value)]: what the check throws for.</summary>
    private static bool? ThrowsIf(Holder holder, IParameterSymbol parameter)
    {
        foreach (var attribute in parameter.GetAttributes())
        {
            if (attribute is { AttributeClass.Name: "DoesNotReturnIfAttribute", ConstructorArguments: { Length: 1 } arguments } && arguments[0].Value is bool value)
                return value;
        }

        // static void False(bool condition, string message) { if (condition) throw …; }
        return parameter.ContainingSymbol is IMethodSymbol method && !Attributes.Has(method, "Conditional") && holder.FactsOf(method) is { Root.Root.Items: { Count: 1 } steps } && steps[0] is IfNode { Else.Items.Count: 0 } test && test.Then.Items.Count > 0 && test.Then.Items[test.Then.Items.Count - 1] is ThrowNode
            && SymbolEqualityComparer.Default.Equals((test.Condition.Kind == ValueKind.Not ? test.Condition.A! : test.Condition).Symbol, parameter)
            ? test.Condition switch { { Kind: ValueKind.Not, A: { Kind: ValueKind.Parameter } } => false, { Kind: ValueKind.Parameter } => true, _ => null } : null;
    }

    private static readonly string[] Demands = { "Check", "Guard", "Contract", "Debug", "Assert", "Ensure", "Requires", "Require", "Verify", "Precondition", "Throw" };

    /// <summary>Check.InvalidOperation(() => !_open.ContainsKey(id)): what the lambda answers must be so; or must not, Guard.Against(() => _open.ContainsKey(id)).</summary>
    private static Value? IsDemanded(Holder holder, CallNode call)
    {
        if (call.Target is not { IsStatic: true, ReturnsVoid: true, ContainingType.Name: var type } target || call.Arguments.Length == 0 || call.Arguments[0] is not { Kind: ValueKind.Delegate, Body: { } asked } || System.Array.IndexOf(Demands, type) < 0
            || call.Body.Member.Returns.FindAll(r => r.Body == asked) is not { Count: 1 } answers || answers[0].Value is not { Type: null or { SpecialType: SpecialType.System_Boolean } } answer)
            return null;
        if (holder.FactsOf(target) is not { } check)
            return System.Array.Exists(new[] { "Against", "Not", "If", "False" }, w => target.Name.IndexOf(w, System.StringComparison.Ordinal) >= 0) ? null : answer;
        foreach (var branch in Structure.Branches(check))
        {
            if (branch.Then.Items.Exists(i => i is ThrowNode) && (branch.Condition.Kind == ValueKind.Not ? branch.Condition.A! : branch.Condition) is { Call: { IsDelegate: true, Receiver.Kind: ValueKind.Parameter } })
                return branch.Condition.Kind == ValueKind.Not ? answer : Value.Negate(answer);
        }

        return null;
    }

    /// <summary>Debug.Assert(!map.ContainsKey(k)), or in a private member Assumed.False(map.ContainsKey(k)): the author says how it is, and does not ask.</summary>
    public static bool IsAsserted(Holder holder, AccessNode check)
    {
        var facts = check.Body.Member;
        var isPrivate = facts.Method is { DeclaredAccessibility: Accessibility.Private };
        return isPrivate && check.Body.Enclosing != null && facts.Calls.Exists(c => IsDemanded(holder, c) != null && c.Arguments[0].Body == check.Body)
            || facts.Calls.Exists(c => c.Body == check.Body && c.Order > check.Order && c.Arguments.Length > 0 && c.Target is { IsStatic: true, ReturnsVoid: true, Parameters: { Length: > 0 } parameters } target
                && parameters[0].Type.SpecialType == SpecialType.System_Boolean && (c.Arguments[0].Kind == ValueKind.Not ? c.Arguments[0].A : c.Arguments[0])?.Access == check && (target.Name == "Assert" || isPrivate && ThrowsIf(holder, parameters[0]) != null));
    }

    /// <summary>bool IsValid => _owner != null: a test of what it has, and of nothing else; or one that cannot be seen.</summary>
    private bool SaysNothingThere(ISymbol? flag) => flag is not IPropertySymbol { GetMethod: { } getter } || holder.FactsOf(getter) is not { Returns: { Count: > 0 } returns }
        || returns.TrueForAll(r => r.Value is { Kind: ValueKind.Not, A: { Kind: ValueKind.IsNull, A: { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This } } } } or { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This } }
            || r.Value is { Owner: { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This } }, Asked.Name: var name } && name == flag.Name);

    private int AssumeOf(int state, Value atom, bool holds)
    {
        switch (atom.Kind)
        {
            case ValueKind.Outcome when atom.Access is { } access && IsSame(access):
                if (access.Access is AccessKind.Lookup or AccessKind.Exists or AccessKind.Remove)
                    return holds ? access.Access == AccessKind.Remove ? Gone : Live : Gone;
                // A place kept by a null holds nothing yet.
                if (access.Access is AccessKind.TryAdd)
                    return holds && access.Inserted is { IsNull: true } ? Gone : Live;
                return state;
            case ValueKind.Result when !holds && !store.IsCollection && atom is { Symbol: not IParameterSymbol, Call: { } attempt } && LeavesNothing(attempt):
                return Gone;
            case ValueKind.Outcome when store.IsCollection && atom.Access is { Access: AccessKind.Exists, Key: null } whole && IsOfWhole(whole):
                return holds ? state : Gone;
            case ValueKind.Same when store.IsCollection && atom is { A.Access: { Access: AccessKind.Exists, Key: null } counted, B: { Kind: ValueKind.Constant, Data: 0 } } && IsOfWhole(counted):
                return holds ? Gone : state;
            case ValueKind.Result when !store.IsCollection && receiver == null && atom.Call is { Target: { } tried } call && holder.OwnFactsOf(tried) is { } callee && FillsSlot(callee) && FailsEmpty(callee):
                return holds ? Live : states.TryGetValue(call, out var before) ? Folded(before) : state;
            case ValueKind.IsNull when store.IsCollection && depth == 0 && atom.A is { Kind: ValueKind.Store } table && SymbolEqualityComparer.Default.Equals(table.Symbol, store.Symbol):
                return holds ? Gone : state;
            case ValueKind.IsNull when holds && store.IsCollection && IsPartOfEntry(atom.A!):
                return Gone;
            // _transaction.Connection == null: by its contract it is over.
            case ValueKind.IsNull when holds && atom.A is { Owner: { Type: { } kind } over, Asked.Name: "Connection" } && kind.AllInterfaces.Append(kind).Any(i => i.Name == "IDbTransaction") && Tests(over):
                return Gone;
            // _connection.State != ConnectionState.Open: a connection of a database that is not open holds nothing.
            case ValueKind.Same when atom is { A: { Asked.Name: "State", Owner: { Type: { } kind } link }, B.Symbol.Name: "Open" or "Closed" } && holds == (atom.B!.Symbol!.Name == "Closed") && kind.AllInterfaces.Append(kind).Any(i => i.Name == "IDbConnection") && Tests(link):
                return Gone;
            case ValueKind.IsNull when IsRuledOut(atom, holds):
                return 0;
            case ValueKind.IsNull:
                return Tests(atom.A!) ? holds || state == Gone ? Gone : Live : state;
            case ValueKind.Member or ValueKind.Store or ValueKind.Pure when LivenessFlags.Of(atom) is var dead && dead != Liveness.Unknown && (atom.A ?? (atom.Items.Length > 0 ? atom.Items[0] : null)) is { } flagged && Tests(flagged):
                return holds == (dead == Liveness.Dead) ? Gone : state;
            // What a getter with a body says of its object is what the object says when it is asked: it has exited, and still has a handle.
            case ValueKind.Result when holds && atom.Call is { Target: { MethodKind: MethodKind.PropertyGet, Name: "get_IsDisposed" or "get_Disposed" or "get_IsClosed" }, Receiver: { } ended } && Tests(ended):
                return Gone;
            case ValueKind.Result or ValueKind.Member or ValueKind.Store when !holds && atom.Owner is { Kind: not ValueKind.This } asked && EndedFlags.SayEnded(holder, atom.Asked) && Tests(asked):
                return Gone;
            // A struct that says it is not valid, because it has nothing.
            case ValueKind.Result or ValueKind.Member or ValueKind.Pure when !holds && store.Type.IsValueType && atom.Asked?.Name is "IsValid" or "IsAllocated" or "IsInitialized" or "IsCreated" or "IsSet" or "IsAssigned" && SaysNothingThere(atom.Asked) && atom.Owner is { } whole && Tests(whole):
                return Gone;
            case ValueKind.Member or ValueKind.Store or ValueKind.Pure or ValueKind.Result when holds && IsNothing(atom.Asked) && atom.Owner is { } asked && Tests(asked):
                return Gone;
            // An interface of the program says that it is not at work any more; what that leaves in it, nobody knows.
            case ValueKind.Member when !holds && state == Live && LivenessFlags.SaysAtWork(atom) && atom.A is { } working && Tests(working):
                return Gone;
            case ValueKind.Member or ValueKind.Pure when LivenessFlags.OpenStream(atom) is { } stream && Tests(stream):
                return holds ? state : Gone;
            // if (_tail.Capacity == 0): a struct that has no room has none to give back.
            case ValueKind.Same when holds && store.Type.IsValueType && atom is { A: { Kind: ValueKind.Member or ValueKind.Pure or ValueKind.Result } sized, B: { Kind: ValueKind.Constant, Data: 0 } } && sized.Asked?.Name is "Capacity" or "Length" or "Count"
                && sized.Owner is { } room && Tests(room):
                return Gone;
            case ValueKind.Same when IsDefault(atom.B!) && Tests(atom.A!):
                return holds ? Gone : Live;
            case ValueKind.Result or ValueKind.Member or ValueKind.Pure when depth == 0 && receiver == null && HelperSays(atom) is { } present:
                return holds == present ? Live : Gone;
            case ValueKind.Result when depth == 0 && receiver == null && store.IsCollection && atom.Call is { } question && Answered(question, holds) is { } answered:
                return answered;
            default:
                return state;
        }
    }

    /// <summary>sockets[i].Item1 == null: the entry is there, and what it would hold is not.</summary>
    private bool IsPartOfEntry(Value part) => part is { Kind: ValueKind.Member or ValueKind.Store, A: { } entry, Type: { } type } && store.Payload.Resource is { } resource && SymbolEqualityComparer.Default.Equals(type, resource) && Tests(entry);

    private bool IsOfWhole(AccessNode access) => SymbolEqualityComparer.Default.Equals(access.Store, store.Symbol) && access.Depth == depth && SameReceiver(access.Target.A);

    /// <summary>lease.IsEmpty of a struct, handle.IsInvalid: there is an object, and nothing in it.</summary>
    private static bool IsNothing(ISymbol? flag) =>
        flag is IPropertySymbol { Name: "IsEmpty" or "IsDefault" or "IsDefaultOrEmpty" or "IsNull", ContainingType: { IsValueType: true } } || flag is IPropertySymbol { Name: "IsInvalid" } && IsHandle(flag.ContainingType);

    private static bool IsHandle(INamedTypeSymbol? type)
    {
        for (var at = type; at != null; at = at.BaseType)
        {
            if (at.Name == "SafeHandle")
                return true;
        }

        return false;
    }

    private static bool IsDefault(Value value) => value.Kind == ValueKind.Constant && value.Data is "default";

    /// <summary>The value tested is what the slot, or the entry of the key, holds.</summary>
    private bool Tests(Value value)
    {
        if (value.Kind == ValueKind.Local)
        {
            foreach (var assigned in value.Local.Assigned)
            {
                if (assigned != value && assigned.Kind is ValueKind.Result or ValueKind.Awaited && Tests(assigned))
                    return true;
            }
        }

        var known = value.Kind == ValueKind.Awaited ? value.A! : value;
        var call = known.Kind == ValueKind.Result && known.Call is { Target: { } target, Callee: null } made && holder.OwnFactsOf(target) != null ? made : null;
        foreach (var root in Trace.Roots(holder, value))
        {
            if (!root.IsOf(store.Symbol) || root.IsPart)
                continue;
            if (!store.IsCollection || key == null)
                return true;
            if (root.Access is { Key: { } at } && (Canon.Same(at, key) || call != null && Map(at, call) is { } mapped && Canon.Same(mapped, key)))
                return true;
        }

        return false;
    }
}
