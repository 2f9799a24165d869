using Proving.Holders;

/// <summary>Ends a bag with two sessions, if it can be ended, and counts those that outlive it.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync()
    {
        var bag = new SessionBag();
        bag.Add("orders");
        bag.Add("bills");
        await Ending.EndAsync(bag);
        return Session.Live;
    }
}
