using LeakGuard.Facts;
using LeakGuard.Holders;

namespace LeakGuard.Ownership;

/// <summary>OnChanged: Deregister(); Register(): the handler itself ends what the slot held before it calls what fills it.</summary>
internal static class EndedByHandler
{
    public static bool Is(Holder holder, Store store, AccessNode access)
    {
        foreach (var root in holder.Roots.All)
        {
            if (root.Body == access.Body || root.Body.Enclosing != null)
                continue;
            foreach (var call in root.Body.Member.Calls)
            {
                if (call.Body == root.Body && call.Target is { } target && holder.OwnFactsOf(target) == access.Body.Member)
                    return root.Body.Member.Calls.Exists(c => c.Body == root.Body && c.Order < call.Order && c.Parent == call.Parent && c.Target is { } ending && holder.OwnFactsOf(ending) is { } facts && holder.Summaries.Disposes(facts, store.Symbol) != null);
            }
        }

        return false;
    }
}
