using System;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <content>What helpers of the holder say of the place, and in which state they leave it.</content>
internal sealed partial class Presence
{
    private const int MaxHelpers = 2;

    /// <summary>bool TryOpen() { …; _file = file; return true; … catch { return false; } }: where it says no, it has put nothing there.</summary>
    private bool FailsEmpty(MemberFacts callee)
    {
        if (callee.Method is not { ReturnType.SpecialType: SpecialType.System_Boolean })
            return false;
        foreach (var fill in callee.Accesses)
        {
            if (fill.Access != AccessKind.Overwrite || fill.Inserted is not { IsNull: false } || !SymbolEqualityComparer.Default.Equals(fill.Store, store.Symbol))
                continue;
            foreach (var node in callee.Returns)
            {
                if (node.Body.Enclosing == null && !(node.Value is { IsTrue: true } || node.Value is { IsFalse: true } && (node.Order < fill.Order || Structure.IsIn(node, BlockRole.Catch) || Structure.Exclude(node, fill))))
                    return false;
            }
        }

        return true;
    }

    /// <summary>
    /// bool Has(k) => map.ContainsKey(k), bool IsNew(k) => !Has(k), bool IsOpen => slot != null: what an answer of true means; null when the
    /// answer is about something else.
    /// </summary>
    private bool? HelperSays(Value atom) => HelperSays(atom, value => value, 0);

    /// <param name="outward">What a value in the frame of the caller of the helper is in the body that is followed.</param>
    private bool? HelperSays(Value atom, Func<Value, Value?> outward, int level)
    {
        var call = atom.Call;
        var helper = call?.Target ?? (atom.Symbol as IPropertySymbol)?.GetMethod;
        if (level > MaxHelpers || AsksAnother(call != null ? call.Receiver : atom.A) || helper is not { ReturnType.SpecialType: SpecialType.System_Boolean } || holder.OwnFactsOf(helper) is not { Returns: { Count: 1 } returns } || returns[0].Value is not { } said)
            return null;
        Value? Mapped(Value value) => (call == null ? value : Map(value, call)) is { } passed ? outward(passed) : null;
        var present = true;
        for (; said.Kind == ValueKind.Not; said = said.A!)
            present = !present;
        return Says(said, Mapped) is { } direct ? direct == present
            : said.Kind is ValueKind.Result or ValueKind.Member && HelperSays(said, Mapped, level + 1) is { } inner ? inner == present
            : null;
    }

    /// <summary>What the test itself means, when it holds.</summary>
    private bool? Says(Value test, Func<Value, Value?> mapped)
    {
        if (!store.IsCollection)
            return test.Kind == ValueKind.IsNull && test.A is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This } } slot && SymbolEqualityComparer.Default.Equals(slot.Symbol, store.Symbol) ? false : null;
        if (test is not { Kind: ValueKind.Outcome, Access: { Access: AccessKind.Lookup or AccessKind.Exists, Depth: 0, Target.A: null } asked } || !SymbolEqualityComparer.Default.Equals(asked.Store, store.Symbol))
            return null;
        return key == null || asked.Key != null && mapped(asked.Key) is { } same && Canon.Same(same, key) ? true : null;
    }

    /// <summary>
    /// bool TryFind(k, out v) { if (!map.TryGetValue(k, out v)) return false; v.Touch(); return true; }: what the state is wherever the helper gives
    /// that answer; null when it is not certain, or not the same everywhere. Of _outer.TryFind(k) the answer is about another object's map.
    /// </summary>
    private int? Answered(CallNode question, bool holds)
    {
        if (isNested || key == null || question.IsVirtual || AsksAnother(question.Receiver) || question.Target is not { ReturnType.SpecialType: SpecialType.System_Boolean, IsAsync: false } helper || holder.OwnFactsOf(helper) is not { Returns: { Count: > 1 } returns } callee
            || returns.Exists(r => r.Body != callee.Root || r.Value is not ({ IsTrue: true } or { IsFalse: true })) || callee.Accesses.Find(a => a is { Key: not null, Depth: 0, Target.A: null, Access: AccessKind.Lookup or AccessKind.Exists } && IsPassedOn(a.Key, question)) is not { Key: { } inner })
            return null;
        var nested = new Presence(holder, store, null, inner, 0, isNested: true);
        if (!nested.Run(callee.Root, Unknown).IsCertain)
            return null;
        var state = 0;
        foreach (var answer in returns)
        {
            if (answer.Value!.IsTrue == holds && nested.states.TryGetValue(answer, out var there))
                state |= there;
        }

        return state is Gone or Live ? state : null;
    }

    /// <summary>_outer.TryFind(k), other.IsOpen.</summary>
    private bool AsksAnother(Value? asked) => !store.IsStatic && asked is not (null or { Kind: ValueKind.This });

    /// <summary>The helper asks for the entry of the key in question, and its parameter stays what was passed.</summary>
    private bool IsPassedOn(Value asked, CallNode question) => IsPassed(asked, question, key!) && StaysTheSame(asked) && !(question.Target is { } helper && holder.OwnFactsOf(helper) is { } callee && callee.Assigns.Exists(a => a.Place.Symbol is IParameterSymbol { RefKind: RefKind.None }));

    /// <summary>await _link.ReadAsync(), which ends all that the link has when it comes back, and when it fails.</summary>
    private bool IsEndOfIt(CallNode call) => !store.IsCollection && call is { IsCreation: false, Receiver: { } target } && EndsItself.Does(holder, call) && (IsStore(target) || IsPutIn(target, call));

    /// <summary>_link = link; await link.RunAsync(): the local is what the slot has.</summary>
    private bool IsPutIn(Value target, CallNode call) => target.Kind == ValueKind.Local && call.Body.Member.Accesses.FindLast(a => a.Inserts && a.Body == call.Body && a.Order < call.Order && IsSame(a)) is { Inserted: { Kind: ValueKind.Local } put } last
        && put.Local == target.Local && Structure.IsOnTheWay(last, call) && !call.Body.Member.Calls.Exists(c => c.Body == call.Body && c.Order > last.Order && c.Order < call.Order && c.Target is { } between && holder.OwnFactsOf(between) is { } helper && FillsSlot(helper)) && !target.Local.Writes.Exists(w => w.Order > last.Order && w.Order < call.Order);

    /// <summary>void EnsureAbsent(k) { if (map.ContainsKey(k)) throw …; }: it comes back only when there is nothing, or when what was there has ended.</summary>
    private bool LeavesAbsent(MemberFacts callee, CallNode call)
    {
        if (isNested || callee.Throws.Count == 0 && (key == null || callee.Disposals.Count == 0) || depth > 0 || receiver != null)
            return false;
        Value? inner = null;
        if (key != null)
        {
            inner = callee.Accesses.Find(a => a.Key != null && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol) && IsPassed(a.Key, call, key))?.Key;
            if (inner == null || callee.Throws.Count == 0 && (!StaysTheSame(inner) || call.IsVirtual || callee.Root.IsAsync || callee.Disposals.Exists(d => Trace.Roots(holder, d.Operand).Exists(r => r.IsPart && r.IsOf(store.Symbol)))))
                return false;
        }

        var outcome = new Presence(holder, store, null, inner, 0, isNested: true).Run(callee.Root, Unknown);
        return outcome is { IsCertain: true, Normal: Gone };
    }

    /// <summary>TryOpen(out _slot) said false: the out argument, and with it the slot, got nothing.</summary>
    private bool LeavesNothing(CallNode attempt)
    {
        foreach (var access in attempt.Body.Member.Accesses)
        {
            if (IsSame(access) && access.Access == AccessKind.Overwrite && access.Inserted is { Kind: ValueKind.Result, Symbol: IParameterSymbol { RefKind: RefKind.Out } place } && access.Inserted.Call == attempt)
                return attempt.Target!.Name.StartsWith("Try", System.StringComparison.Ordinal) || SaysNothingWhenFalse(place);
        }

        return false;
    }

    /// <summary>[NotNullWhen(true)] or [MaybeNullWhen(false)].</summary>
    private static bool SaysNothingWhenFalse(IParameterSymbol place)
    {
        foreach (var attribute in place.GetAttributes())
        {
            if (attribute is { AttributeClass.Name: "NotNullWhenAttribute" or "MaybeNullWhenAttribute", ConstructorArguments: { Length: 1 } arguments } && arguments[0].Value is bool value && value == (attribute.AttributeClass.Name == "NotNullWhenAttribute"))
                return true;
        }

        return false;
    }
}
