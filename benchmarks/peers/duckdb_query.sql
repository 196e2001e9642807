-- The default ratings as one analyst would write them by hand in SQL for DuckDB: no rule file, no checks, no report.
-- Reads the canonical Parquet tables, writes the same level tables as `creditscore rate`, column for column, sorted by id.
-- duckdb_query.py fills in the names in braces. 0 fails, 1 is pending, 2 passes, 3 does not apply.

CREATE MACRO met(answer) AS CASE WHEN answer IS NULL THEN 1 WHEN answer THEN 2 ELSE 0 END;
CREATE MACRO unmet(answer) AS CASE WHEN answer IS NULL THEN 1 WHEN answer THEN 0 ELSE 2 END;
CREATE MACRO word(code) AS CASE code WHEN 2 THEN 'pass' WHEN 0 THEN 'fail' WHEN 1 THEN 'pending' ELSE 'not_applicable' END;
CREATE MACRO at_least(low, high, den, percent) AS
  CASE WHEN den = 0 THEN 1 WHEN low * 100 >= den * percent THEN 2 WHEN high * 100 < den * percent THEN 0 ELSE 1 END;
CREATE MACRO below(low, high, den, percent) AS
  CASE WHEN den = 0 THEN 3 WHEN high * 100 < den * percent THEN 2 WHEN low * 100 >= den * percent THEN 0 ELSE 1 END;
CREATE MACRO status_of(worst) AS CASE WHEN worst = 0 THEN 'not_rated' WHEN worst = 1 THEN 'pending' ELSE 'rated' END;
CREATE MACRO year_month_day(day) AS year(day) * 10000 + month(day) * 100 + day(day);

CREATE VIEW all_households AS FROM read_parquet('{households}');
CREATE VIEW all_villages AS FROM read_parquet('{villages}');
CREATE VIEW all_townships AS FROM read_parquet('{townships}');
CREATE VIEW loans AS
SELECT household_id, village_id, borrower_type, product, loan_class, ever_overdue, principal, repaid_principal, outstanding, effective,
       ((effective < DATE '{as_of}') AND (outstanding > 0)) OR (overdue_interest > 0) AS overdue
FROM (SELECT household_id, village_id, borrower_type, product, loan_class, ever_overdue, overdue_interest,
             CAST(principal * 100 AS BIGINT) AS principal,
             CAST(repaid_principal * 100 AS BIGINT) AS repaid_principal,
             CAST((principal - repaid_principal) * 100 AS BIGINT) AS outstanding,
             coalesce(extended_due_date, due_date) AS effective
      FROM read_parquet('{loans}'));

COPY (
WITH of_household AS (
  SELECT household_id,
         CAST(sum(outstanding) AS BIGINT) AS balance,
         count(*) FILTER (coalesce(overdue OR ever_overdue, FALSE)) AS record_low,
         count(*) FILTER (coalesce(overdue OR ever_overdue, TRUE)) AS record_high,
         count(*) FILTER (coalesce(overdue, FALSE)) AS now_low,
         count(*) FILTER (coalesce(overdue, TRUE)) AS now_high
  FROM loans WHERE household_id IS NOT NULL GROUP BY household_id
), place AS (
  SELECT village_id, township_id, county_id,
         least(met(committee_attitude), met(committee_cooperates), met(committee_united), met(villagers_want_it)) AS ready
  FROM all_villages LEFT JOIN all_townships USING (township_id)
), joined AS (
  SELECT h.*, township_id, county_id, ready, coalesce(balance, 0) AS balance,
         coalesce(record_low, 0) AS record_low, coalesce(record_high, 0) AS record_high,
         coalesce(now_low, 0) AS now_low, coalesce(now_high, 0) AS now_high,
         (year_month_day(DATE '{as_of}')
           - year_month_day(coalesce(birth_date, CAST(strptime(substr(id_number, 7, 8), '%Y%m%d') AS DATE)))) // 10000 AS age
  FROM all_households h LEFT JOIN place USING (village_id) LEFT JOIN of_household USING (household_id)
), coded AS (
  SELECT household_id, village_id, township_id, county_id, ready, age, balance, record_low, record_high, now_low, now_high,
         coalesce(shareholding_member, FALSE) AS priority, has_deposit_account,
         least(met(agricultural_registration), met(fixed_residence))::TINYINT AS h1,
         least(met(civil_capacity), met(good_health), met(independent_household),
               CASE WHEN age IS NULL THEN 1 WHEN age BETWEEN 18 AND 60 THEN 2 ELSE 0 END)::TINYINT AS h2,
         least(met(good_repute), unmet(economic_dispute),
               CASE WHEN record_high = 0 THEN 2 WHEN record_low > 0 THEN 0 ELSE 1 END)::TINYINT AS h3,
         least(met(production_skill), met(reliable_income), met(market_awareness))::TINYINT AS h4,
         met(fixed_premises_or_contract)::TINYINT AS h5, met(fits_structure_policy)::TINYINT AS h6,
         met(supports_cooperative)::TINYINT AS h7, met(has_deposit_account)::TINYINT AS h8,
         least(met(law_abiding), unmet(past_offence), unmet(bad_habits))::TINYINT AS h9
  FROM joined
), sorted AS (
  SELECT *, least(h1, h2, h3, h4, h5, h6, h7, h8, h9) AS worst FROM coded ORDER BY household_id
)
SELECT household_id, village_id, township_id, county_id,
       CASE WHEN ready = 0 THEN 'not_organised' ELSE status_of(least(worst, ready)) END AS status,
       CASE WHEN least(worst, ready) >= 2 THEN 'credit' END AS grade,
       CASE WHEN least(worst, ready) >= 1 THEN 'credit' END AS possible_grade,
       priority, word(ready) AS precondition,
       word(h1) AS "H1", word(h2) AS "H2", word(h3) AS "H3", word(h4) AS "H4", word(h5) AS "H5", word(h6) AS "H6",
       word(h7) AS "H7", word(h8) AS "H8", word(h9) AS "H9",
       age AS "age.num", balance AS "outstanding.num",
       record_low AS "arrears_record.num", record_low AS "arrears_record.low", record_high AS "arrears_record.high",
       now_low AS "arrears_now.num", now_low AS "arrears_now.low", now_high AS "arrears_now.high", has_deposit_account
FROM sorted
) TO '{out}/households.parquet' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1);

COPY (
WITH of_households AS (
  SELECT village_id, count(*) AS listed,
         count(*) FILTER ("outstanding.num" > 0) AS free_den,
         count(*) FILTER ("outstanding.num" > 0 AND "arrears_now.high" = 0) AS free_low,
         count(*) FILTER ("outstanding.num" > 0 AND "arrears_now.low" = 0) AS free_high,
         count(*) FILTER (coalesce(has_deposit_account, FALSE)) AS deposit_low,
         count(*) FILTER (coalesce(has_deposit_account, TRUE)) AS deposit_high
  FROM read_parquet('{out}/households.parquet') GROUP BY village_id
), of_loans AS (
  SELECT village_id,
         CAST(sum(least(repaid_principal, principal)) FILTER (due) AS BIGINT) AS repaid,
         CAST(sum(principal) FILTER (due) AS BIGINT) AS due,
         CAST(sum(outstanding) FILTER (enterprise) AS BIGINT) AS bad_den,
         CAST(sum(outstanding) FILTER (enterprise AND coalesce(bad, FALSE)) AS BIGINT) AS bad_low,
         CAST(sum(outstanding) FILTER (enterprise AND coalesce(bad, TRUE)) AS BIGINT) AS bad_high
  FROM (SELECT *, borrower_type = 'household' AND product = 'micro' AND effective <= DATE '{as_of}' AS due,
               borrower_type IN ('village_enterprise', 'village_committee', 'private_enterprise', 'joint_enterprise') AS enterprise,
               loan_class IN ('overdue', 'stagnant', 'bad', 'substandard', 'doubtful', 'loss') AS bad
        FROM loans)
  GROUP BY village_id
), measured AS (
  SELECT v.*, county_id, coalesce(listed, 0) AS listed, coalesce(free_den, 0) AS free_den, coalesce(free_low, 0) AS free_low,
         coalesce(free_high, 0) AS free_high, coalesce(deposit_low, 0) AS deposit_low,
         greatest(coalesce(registered_households, 0), coalesce(listed, 0)) AS deposit_den,
         coalesce(deposit_high, 0) + greatest(coalesce(registered_households, 0), coalesce(listed, 0)) - coalesce(listed, 0) AS deposit_high,
         coalesce(repaid, 0) AS repaid, coalesce(due, 0) AS due,
         coalesce(bad_den, 0) AS bad_den, coalesce(bad_low, 0) AS bad_low, coalesce(bad_high, 0) AS bad_high
  FROM all_villages v LEFT JOIN all_townships USING (township_id)
       LEFT JOIN of_households USING (village_id) LEFT JOIN of_loans USING (village_id)
), coded AS (
  SELECT *, at_least(free_low, free_high, free_den, 80) AS v1a, at_least(deposit_low, deposit_high, deposit_den, 80) AS v1b,
         at_least(repaid, repaid, due, 90) AS v2, below(bad_low, bad_high, bad_den, 30) AS v3a,
         least(met(no_debt_evasion), met(bad_debts_acknowledged), met(repayment_plan), met(able_to_repay)) AS v3b,
         least(met(leadership_stable), met(values_project), met(officer_assigned), met(helps_collection), met(helps_deposits),
               met(no_debt_dispute)) AS v4,
         met(committees_take_part) AS v5
  FROM measured
), sorted AS (
  SELECT *, least(v1a, v1b, v2, v3a, v3b, v4, v5) AS worst FROM coded ORDER BY village_id
)
SELECT village_id, township_id, county_id, status_of(worst) AS status,
       CASE WHEN worst >= 2 THEN 'credit' END AS grade, CASE WHEN worst >= 1 THEN 'credit' END AS possible_grade,
       word(v1a) AS "V1a", word(v1b) AS "V1b", word(v2) AS "V2", word(v3a) AS "V3a", word(v3b) AS "V3b", word(v4) AS "V4", word(v5) AS "V5",
       free_low AS "arrears_free_share.num", free_den AS "arrears_free_share.den",
       free_low AS "arrears_free_share.low", free_high AS "arrears_free_share.high",
       deposit_low AS "depositor_share.num", deposit_den AS "depositor_share.den",
       deposit_low AS "depositor_share.low", deposit_high AS "depositor_share.high",
       repaid AS "micro_recovery.num", due AS "micro_recovery.den",
       bad_low AS "bad_loan_share.num", bad_den AS "bad_loan_share.den", bad_low AS "bad_loan_share.low", bad_high AS "bad_loan_share.high"
FROM sorted
) TO '{out}/villages.parquet' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1);

COPY (
WITH of_villages AS (
  SELECT township_id, count(*) AS share_den, count(*) FILTER (status = 'rated') AS share_low,
         count(*) FILTER (status IN ('rated', 'pending')) AS share_high,
         CAST(sum("arrears_free_share.den") AS BIGINT) AS free_den, CAST(sum("arrears_free_share.low") AS BIGINT) AS free_low,
         CAST(sum("arrears_free_share.high") AS BIGINT) AS free_high,
         CAST(sum("micro_recovery.num") AS BIGINT) AS repaid, CAST(sum("micro_recovery.den") AS BIGINT) AS due,
         CAST(sum("bad_loan_share.den") AS BIGINT) AS bad_den, CAST(sum("bad_loan_share.low") AS BIGINT) AS bad_low,
         CAST(sum("bad_loan_share.high") AS BIGINT) AS bad_high
  FROM read_parquet('{out}/villages.parquet') GROUP BY township_id
), measured AS (
  SELECT township_id, county_id, coalesce(share_den, 0) AS share_den, coalesce(share_low, 0) AS share_low,
         coalesce(share_high, 0) AS share_high, coalesce(free_den, 0) AS free_den, coalesce(free_low, 0) AS free_low,
         coalesce(free_high, 0) AS free_high, coalesce(repaid, 0) AS repaid, coalesce(due, 0) AS due,
         coalesce(bad_den, 0) AS bad_den, coalesce(bad_low, 0) AS bad_low, coalesce(bad_high, 0) AS bad_high
  FROM all_townships LEFT JOIN of_villages USING (township_id)
), coded AS (
  SELECT *, at_least(share_low, share_high, share_den, 50) AS t1, at_least(free_low, free_high, free_den, 80) AS t2,
         at_least(repaid, repaid, due, 90) AS t3, below(bad_low, bad_high, bad_den, 30) AS t4
  FROM measured
)
SELECT township_id, county_id, status_of(least(t1, t2, t3, t4)) AS status,
       CASE WHEN least(t1, t2, t3, t4) >= 2 THEN 'credit' END AS grade,
       CASE WHEN least(t1, t2, t3, t4) >= 1 THEN 'credit' END AS possible_grade,
       word(t1) AS "T1", word(t2) AS "T2", word(t3) AS "T3", word(t4) AS "T4",
       free_low AS "arrears_free_share.num", free_den AS "arrears_free_share.den",
       free_low AS "arrears_free_share.low", free_high AS "arrears_free_share.high",
       repaid AS "micro_recovery.num", due AS "micro_recovery.den",
       bad_low AS "bad_loan_share.num", bad_den AS "bad_loan_share.den", bad_low AS "bad_loan_share.low", bad_high AS "bad_loan_share.high",
       share_low AS "credit_village_share.num", share_den AS "credit_village_share.den",
       share_low AS "credit_village_share.low", share_high AS "credit_village_share.high"
FROM coded ORDER BY township_id
) TO '{out}/townships.parquet' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1);
