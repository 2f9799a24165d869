using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Callbacks;

/// <summary>Whether a callback is run by somebody else's event delivery, which it can stall.</summary>
internal static class Delivery
{
    public static bool IsForeign(Holder holder, CallbackRoot root)
    {
        if (root.Sink == SinkKind.ProcessExit)
            return false;
        if (IsUi(holder, root.Body.Member.Member.ContainingType))
            return false;
        if (root.Registration is not RegisterNode register)
            return true;
        if (register.Member?.ContainingType is { } publisher && IsUi(holder, publisher))
            return false;
        return !IsOwnEvent(holder, register) && !IsNeverAttached(holder, register) && !IsAnswered(root) && !Completions.Are(holder, register) && !LifeEvents.IsEnd(register) && !LifeEvents.IsWork(register) && !LifeEvents.IsHandOver(register) && !LifeEvents.IsEndOfCurrent(register) && !IsQuestion(root, register) && !IsOfResponse(register) && !IsContinuation(register) && !IsOwnCancel(register) && !Ticks.IsSingleElapsed(register) && !Ticks.AreOfOwnTimer(register) && !Pulls.Is(holder, register);
    }

    /// <summary>A private member that nothing uses attaches it: it is never attached.</summary>
    private static bool IsNeverAttached(Holder holder, RegisterNode register) => register.Body.Member is { Method: { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private } attaching } facts && attaching.GetAttributes().IsEmpty && holder.Callers.Of(facts).Count == 0 && holder.Callers.IsClosed(facts) && !holder.Callers.IsDelegate(attaching);

    /// <summary>The one delegate that a property holds, and that returns an answer, no task: who asks waits for it, and has nothing to pile up meanwhile.</summary>
    private static bool IsQuestion(CallbackRoot root, RegisterNode register) =>
        register is { Sink: SinkKind.Watch, Member: IPropertySymbol or IFieldSymbol } && root.Body.Method is { ReturnsVoid: false, IsAsync: false, ReturnType: { } answer } && !answer.Name.EndsWith("Task", System.StringComparison.Ordinal)
        && answer is not INamedTypeSymbol { Name: "Task" or "ValueTask" } && answer.SpecialType != SpecialType.System_Object;

    /// <summary>args.Status = …: who raises it reads the answer from what it passed, so it waits for it.</summary>
    private static bool IsAnswered(CallbackRoot root) => root.Body.Member.Accesses.Exists(a => a.Body == root.Body && a.Access == AccessKind.Overwrite && IsOfArgument(a.Target.A) && IsAnswer(a.Target.Type))
        || root.Body.Member.Assigns.Exists(a => a.Body == root.Body && a.Target == AssignTarget.Foreign && IsOfArgument(a.Place.A) && IsAnswer((a.Place.Symbol as IPropertySymbol)?.Type ?? (a.Place.Symbol as IFieldSymbol)?.Type))
        || root.Body.Member.Calls.Exists(c => c.Body == root.Body && c.Target is { MethodKind: MethodKind.PropertySet, Parameters.Length: 1 } setter && IsOfArgument(c.Receiver) && IsAnswer(setter.Parameters[0].Type));

    /// <summary>What is made to be passed to handlers; a message or an order that comes is changed by whoever works on it.</summary>
    private static bool IsOfArgument(Value? value) => value is { Symbol: IParameterSymbol { Type.Name: { } name } } && name.EndsWith("Args", System.StringComparison.Ordinal);

    /// <summary>A yes or no, as Handled, tells others of the event and does not answer it.</summary>
    private static bool IsAnswer(ITypeSymbol? type) => type is { SpecialType: not SpecialType.System_Boolean };

    /// <summary>response.OnSendingHeaders(…), or the hook of the web server for files: a step of one response, once, which waits for it.</summary>
    private static bool IsOfResponse(RegisterNode register) => register.Member is { Name: "OnSendingHeaders" or "OnStarting" } || register.Member is IPropertySymbol { Name: "OnPrepareResponse" or "OnPrepareResponseAsync" };

    /// <summary>task.GetAwaiter().OnCompleted(…): what goes on when a task is done.</summary>
    private static bool IsContinuation(RegisterNode register) => register.Member is { Name: "OnCompleted" or "UnsafeOnCompleted", ContainingType: { } type } && type.Name.EndsWith("Awaiter", System.StringComparison.Ordinal);

    /// <summary>The token of a source that the type holds and cancels itself, or one by which the host tells of its own start and end.</summary>
    private static bool IsOwnCancel(RegisterNode register)
    {
        if (register.Sink != SinkKind.Token || register.Publisher is not { } token)
            return false;
        while (token.Kind == ValueKind.Local && token.Local.Single is { } single)
            token = single;
        if (token.Symbol?.ContainingType is { Name: "IHostApplicationLifetime" or "IApplicationLifetime" })
            return true;
        return token is { Kind: ValueKind.Member, Symbol.Name: "Token", A: { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This } } };
    }

    /// <summary>What waits here makes nobody wait in whose place events would pile up.</summary>
    public static bool HoldsNothingUp(Holder holder, CallbackRoot root, BlockingPath path) => root.Registration is RegisterNode register && (
        register.Member is IEventSymbol or IFieldSymbol { Type.TypeKind: TypeKind.Delegate } && holder.Analysis.Raises.OnCallersStack(register.Member, holder.Cancellation)
        || Ticks.AreAskedFor(holder, root, register) && (path.Operation.Body.Member.Method is { } closer && Closing.BeginsAsClosing(closer.Name) || LifeEvents.WaitsFor(holder, path.Operation, facts => Closing.IsClosing(facts.Method)))
        || Ticks.StopBefore(holder, root, register, path.Entry)
        || path.Chain.Count > 0 && path.Chain[0].StartsWith("Unsubscribe", System.StringComparison.Ordinal)
        || RuledOut.Is(path) || IsService(path.Operation) || path.Calls.Any(IsHop)
        || register.Sink == SinkKind.Timer && (path.Chain.Count < 2 && Turnstile.Guards(path.Operation, holder) || Turnstile.TurnsAway(path.Operation) || path.Calls.Any(Turnstile.TurnsAway) || path.Calls.Take(2).Any(Turnstile.LetsOneIn))
        || register is { Sink: SinkKind.Change, Member: { ContainingType.Name: "ChangeToken" } or { Name: "RegisterChangeCallback" } } && path.Operation.Block == BlockKind.Sleep);

    /// <summary>Service Type => Runtime.GetService&lt;T&gt;().Result: a getter of something that is made once, for all who ask later.</summary>
    private static bool IsService(CallNode wait) => wait.Body.Member.Method is { MethodKind: MethodKind.PropertyGet, Parameters.IsEmpty: true }
        && wait.Receiver?.Call is { Target: { IsGenericMethod: true, Parameters.IsEmpty: true, Name: var name } } && System.Array.Exists(new[] { "GetService", "GetRequiredService", "GetInstance", "Resolve" }, w => name.StartsWith(w, System.StringComparison.Ordinal));

    /// <summary>InvokeSync(() => …): lets the thread of a user interface do it, as all must who are on another one.</summary>
    private static bool IsHop(CallNode call) => call.Target is { Name: var name } target && target.Parameters.Any(p => p.Type.TypeKind == TypeKind.Delegate) && name.IndexOf("Off", System.StringComparison.Ordinal) < 0
        && (name.StartsWith("Invoke", System.StringComparison.Ordinal) && name.EndsWith("Sync", System.StringComparison.Ordinal) || System.Array.Exists(new[] { "MainThread", "UiThread", "UIThread", "GuiThread" }, w => name.IndexOf(w, System.StringComparison.Ordinal) >= 0));

    private static bool IsUi(Holder holder, INamedTypeSymbol? type)
    {
        for (var at = type; at != null; at = at.ContainingType)
        {
            if (holder.Catalog.Of(at).Has(TypeTraits.Ui))
                return true;
        }

        return false;
    }

    /// <summary>An event that the type itself declares and raises on its caller's stack.</summary>
    private static bool IsOwnEvent(Holder holder, RegisterNode register) =>
        register.Member is IEventSymbol or IFieldSymbol or IPropertySymbol
        && SymbolEqualityComparer.Default.Equals(register.Member.ContainingType?.OriginalDefinition, register.Body.Member.Member.ContainingType?.OriginalDefinition)
        && register.Publisher is null or { Kind: ValueKind.This };
}
