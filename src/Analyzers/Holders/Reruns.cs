using System;
using LeakGuard.Facts;

namespace LeakGuard.Holders;

/// <summary>Whether a body can run again while what it made last time is still alive.</summary>
internal static class Reruns
{
    private static readonly string[] Words =
    {
        "refresh", "reload", "reset", "reconnect", "rotate", "renew", "restart", "recreate", "rebuild", "reopen", "replace", "swap", "reinit", "recover", "reestablish", "resubscribe", "restore", "redial", "resize",
    };

    /// <summary>Why, in words; null when nothing says so.</summary>
    public static string? Of(Holder holder, BodyFacts body) => Of(holder, body, 0);

    private static string? Of(Holder holder, BodyFacts body, int depth)
    {
        if (holder.Roots.Reaching(body) is { } root)
            return "it runs for " + root.Words;
        var outermost = body.Outermost.Member;
        if (outermost.Method is { } method && SaysAgain(method.Name))
            return $"'{method.Name}' runs while the old one is in use";
        if (depth > 3 || body.Enclosing != null && !body.RunsInline && !body.IsLocalFunction || !holder.Callers.IsClosed(outermost))
            return null;
        foreach (var call in holder.Callers.Of(outermost))
        {
            if (Structure.EnclosingLoop(call) != null)
                return "it is called in a loop";
            if (Of(holder, call.Body, depth + 1) is { } words)
                return words;
        }

        return null;
    }

    private static bool SaysAgain(string name)
    {
        foreach (var word in Words)
        {
            if (name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                return true;
            var at = name.IndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at > 0 && char.IsUpper(name[at]))
                return true;
        }

        return false;
    }
}
