using Proving.Holders;

/// <summary>A second thread needs the same connection while the first one opens it; what outlives the switchboard is counted.</summary>
public static class Scenario
{
    public static Task<long> RunAsync()
    {
        var board = new Switchboard();
        using (Race.AtNextOpening(() => board.Send("orders")))
            board.Send("orders");
        board.Dispose();
        return Task.FromResult<long>(Connection.Live);
    }
}
