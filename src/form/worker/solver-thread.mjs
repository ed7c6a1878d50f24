// Runs in a worker thread: takes linear programs, gives solutions. Plain JavaScript, so that a thread can begin with
// it from the sources (tests) and from the build alike; it imports the solver alone.
import { parentPort } from 'node:worker_threads';
import loadHighs from 'highs';

const highs = await loadHighs();
const { modelStatus, solutionStatus } = highs.constants;
const bound = (value) =>
  value === Infinity ? highs.infinity : value === -Infinity ? -highs.infinity : value;

function solve({ model, options }) {
  const data = {
    numCols: model.cost.length,
    numRows: model.rowLower.length,
    colCost: model.cost,
    colLower: model.lower.map(bound),
    colUpper: model.upper.map(bound),
    rowLower: model.rowLower.map(bound),
    rowUpper: model.rowUpper.map(bound),
    matrix: {
      format: 'csr',
      numRows: model.rowLower.length,
      numCols: model.cost.length,
      starts: model.starts,
      indices: model.indices,
      values: model.values,
    },
    integrality: model.integer,
  };
  return highs.withModel(data, (solver) => {
    solver.options.set({
      output_flag: false,
      time_limit: options.timeLimit,
      mip_abs_gap: options.gap ?? 1e-6,
      mip_rel_gap: 0,
      random_seed: options.randomSeed ?? 0,
    });
    solver.run();
    const status = solver.getModelStatus();
    if (status === modelStatus.infeasible || status === modelStatus.unboundedOrInfeasible)
      return { status: 'infeasible', values: new Float64Array() };
    const has = solver.info.get('primal_solution_status') === solutionStatus.feasible;
    if (!has) return { status: 'none', values: new Float64Array() };
    return {
      status: status === modelStatus.optimal ? 'optimal' : 'feasible',
      values: solver.getSolution().colValue,
    };
  });
}

parentPort.on('message', ({ id, ...wish }) => {
  try {
    const solution = solve(wish);
    parentPort.postMessage({ id, solution }, [solution.values.buffer]);
  } catch (error) {
    parentPort.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
