using System.Collections.Concurrent;

namespace LeakGuard.ProvingGround.Machinery;

/// <summary>Every mutant is proven once, whichever test asks first.</summary>
internal static class Proofs
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<Proof>>> Known = new();

    public static Task<Proof> OfAsync(Mutant mutant) =>
        Known.GetOrAdd(mutant.ToString(), _ => new Lazy<Task<Proof>>(() => ProveAsync(mutant))).Value;

    private static async Task<Proof> ProveAsync(Mutant mutant)
    {
        try
        {
            return await Proof.OfAsync(mutant);
        }
        catch (ProofException failure)
        {
            throw new ProofException($"{mutant}: {failure.Message}");
        }
    }
}
