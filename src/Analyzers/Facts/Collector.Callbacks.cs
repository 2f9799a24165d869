using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Facts;

/// <content>Delegates that a call hands to somebody who calls them when something happens.</content>
internal sealed partial class Collector
{
    /// <summary>Delegates handed to somebody who calls them when events arrive.</summary>
    private void AddCallbacks(IInvocationOperation call, CallNode node, KnownMethod info)
    {
        var parameters = call.TargetMethod.Parameters;
        for (var i = 0; i < parameters.Length && i < node.Arguments.Length; i++)
        {
            var value = node.Arguments[i];
            var known = value.Kind == ValueKind.Local ? value.Local.Single ?? value : value;
            if (known.Kind is not (ValueKind.Delegate or ValueKind.Store) || known.Kind == ValueKind.Store && parameters[i].Type.TypeKind != TypeKind.Delegate)
                continue;
            var sink = info.Role == MethodRole.CallbackSink ? info.Sink : Delivers(call.TargetMethod, parameters[i]) ? SinkKind.Watch : SinkKind.None;
            if (sink == SinkKind.None)
                continue;
            var publisher = node.Receiver ?? (call.TargetMethod.IsExtensionMethod && i > 0 ? node.Arguments[0] : null);
            Add(new RegisterNode(call.Syntax, sink, known, publisher, call.TargetMethod.OriginalDefinition)
            {
                ResultDropped = node.ResultDropped,
                Result = node.Result,
            });
        }
    }

    /// <summary>A delegate parameter whose name, or whose method's name, says that it is called when something arrives.</summary>
    private static bool Delivers(IMethodSymbol method, IParameterSymbol parameter)
    {
        if (parameter.Type is not INamedTypeSymbol { TypeKind: TypeKind.Delegate, DelegateInvokeMethod: { } invoke })
            return false;
        var name = method.Name;
        // bool: whether the message is taken.
        if (!invoke.ReturnsVoid && invoke.ReturnType.Name is not ("Task" or "ValueTask") && !(invoke.ReturnType.SpecialType == SpecialType.System_Boolean && name is "Subscribe" or "Consume"))
            return false;
        if (method.ContainingType?.Name is "Enumerable" or "Parallel" or "Task" or "ServiceCollection" or "Observable")
            return false;
        if (name is "Subscribe" or "SubscribeAsync" or "Watch" or "WatchAsync" or "Listen" or "Consume" or "RegisterHandler" or "RegisterCallback" or "AddHandler" or "AddListener" or "AddCallback" or "RegisterPostEvictionCallback"
            || name.StartsWith("RegisterMessageHandler", StringComparison.Ordinal) || name.StartsWith("Watch", StringComparison.Ordinal) && char.IsUpper(name[Math.Min(5, name.Length - 1)])
            || name.StartsWith("On", StringComparison.Ordinal) && name.Length > 2 && char.IsUpper(name[2]) && IsDelivery(name))
            return true;
        var text = parameter.Name;
        return text.Length > 2 && text.StartsWith("on", StringComparison.Ordinal) && char.IsUpper(text[2]) && IsDelivery(text) && SaysArrival(text);
    }

    private static bool SaysArrival(string name)
    {
        foreach (var word in new[] { "Event", "Receiv", "Message", "Chang", "Notif", "Updat", "Added", "Deleted", "Removed", "Data", "Next", "Evict", "Expired", "Tick", "Elapsed" })
        {
            if (name.IndexOf(word, StringComparison.Ordinal) >= 0)
                return true;
        }

        return false;
    }
}
